package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.PeerStatus;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Messages between two connected sockets in the way that their types allow: one way, both ways, or as requests with
 * replies.
 */
final class Dialogue implements AutoCloseable {

    private static final int MARK = 70;
    private static final byte[] ALL_TOPICS = {};
    private static final byte[] SUBSCRIPTION_TO_ALL = {1};
    private static final ZmqMessage MARK_MESSAGE = ZmqMessage.of(Frames.number(MARK));

    private final Conversation conversation;
    private final Flow flow;
    private final Peer peer;
    private int carried;

    private Dialogue(Conversation conversation, Flow flow) {
        this.conversation = conversation;
        this.flow = flow;
        this.peer = conversation.peer();
    }

    /** Connects both, and subscribes to everything where one of them subscribes. */
    static Dialogue begin(ZmqContext context, Link link, Flow flow) {
        Dialogue dialogue = new Dialogue(Conversation.begin(context, link, flow), flow);
        try {
            dialogue.subscribe();
            return dialogue;
        } catch (RuntimeException | Error e) {
            dialogue.close();
            throw e;
        }
    }

    Peer peer() {
        return peer;
    }

    /** {@return how many messages have arrived as they were sent, of both directions} */
    int carried() {
        return carried;
    }

    /** Carries a message with frames of these sizes in each direction there is. */
    void carry(int... sizes) {
        ZmqMessage message = Frames.message(sizes);
        switch (flow) {
            case PUSH_TO_PULL, SCATTER_TO_GATHER, PUB_TO_SUB, PUB_TO_XSUB, XPUB_TO_SUB, XPUB_WITH_XSUB ->
                sendToPeer(message, message);
            case PULL_FROM_PUSH, GATHER_FROM_SCATTER, SUB_TO_PUB, SUB_TO_XPUB, XSUB_TO_PUB, XSUB_WITH_XPUB ->
                receiveFromPeer(message, sizes);
            case PAIR_WITH_PAIR, CHANNEL_WITH_CHANNEL, DEALER_WITH_DEALER, REQ_WITH_REP -> {
                sendToPeer(message, message);
                receiveFromPeer(message, sizes);
            }
            case REQ_WITH_ROUTER, DEALER_WITH_ROUTER -> echo(message);
            case DEALER_WITH_REP -> echo(behind(message, new byte[0]));
            case ROUTER_WITH_ROUTER -> echo(behind(message, idOfPeer()));
            case REP_WITH_REQ -> {
                receiveFromPeer(message, sizes);
                sendToPeer(message, message);
            }
            case REP_WITH_DEALER -> {
                int[] withDelimiter = new int[sizes.length + 1];
                System.arraycopy(sizes, 0, withDelimiter, 1, sizes.length);
                ZmqMessage request = Frames.message(withDelimiter);
                ZmqMessage body = withoutFirst(request, 1);
                receiveFromPeer(body, withDelimiter);
                sendToPeer(body, request);
            }
            case ROUTER_WITH_DEALER -> routeBack(message, 1, sizes);
            case ROUTER_WITH_REQ -> routeBack(message, 2, sizes);
        }
    }

    private void subscribe() {
        switch (flow) {
            case PUB_TO_SUB, XPUB_TO_SUB -> {
                peer.subscribe(ALL_TOPICS);
                awaitSubscription();
            }
            case PUB_TO_XSUB, XPUB_WITH_XSUB -> {
                peer.sendBytes(SUBSCRIPTION_TO_ALL);
                awaitSubscription();
            }
            case SUB_TO_XPUB, XSUB_WITH_XPUB -> {
                ((TopicSubscriber) conversation.socket()).subscribe(ALL_TOPICS);
                assertThat(peer.receive()).isEqualTo(Frames.describe(ZmqMessage.of(SUBSCRIPTION_TO_ALL)));
            }
            case SUB_TO_PUB, XSUB_TO_PUB -> {
                TopicSubscriber subscriber = (TopicSubscriber) conversation.socket();
                subscriber.subscribe(ALL_TOPICS);
                // A PUB does not say when it knows: it sends the same again and again.
                Awaitility.await().atMost(Limits.WAIT).until(() -> {
                    peer.count(MARK, 1);
                    return subscriber.receive(Limits.MOMENT) != null;
                });
            }
            default -> {}
        }
    }

    private void awaitSubscription() {
        TopicPublisher publisher = (TopicPublisher) conversation.socket();
        Awaitility.await().atMost(Limits.WAIT).until(() -> {
            peer.look();
            return publisher.awaitSubscription(ALL_TOPICS, Limits.MOMENT);
        });
    }

    private void sendToPeer(ZmqMessage message, ZmqMessage expected) {
        send(message);
        assertThat(peer.receive()).isEqualTo(Frames.describe(expected));
        carried++;
    }

    private void receiveFromPeer(ZmqMessage expected, int[] sizes) {
        peer.send(sizes);
        assertThat(Frames.describe(receive())).isEqualTo(Frames.describe(expected));
        carried++;
    }

    private void echo(ZmqMessage message) {
        send(message);
        peer.echo();
        assertThat(Frames.describe(receive())).isEqualTo(Frames.describe(message));
        carried += 2;
    }

    private void routeBack(ZmqMessage message, int framesAhead, int[] sizes) {
        peer.send(sizes);
        ZmqMessage received = receive();
        assertThat(Frames.describe(withoutFirst(received, framesAhead))).isEqualTo(Frames.describe(message));
        carried++;
        sendToPeer(received, message);
    }

    private void send(ZmqMessage message) {
        boolean sent = ((MultipartSender) conversation.socket()).send(message, Limits.WAIT);
        assertThat(sent).as("sent").isTrue();
    }

    /** {@return the next message that is not one of {@link #subscribe}} */
    private ZmqMessage receive() {
        MultipartReceiver receiver = (MultipartReceiver) conversation.socket();
        ZmqMessage message;
        do {
            message = receiver.receiveMessage(Limits.WAIT);
            assertThat(message).as("received").isNotNull();
        } while (receiver instanceof MessageReceiver && message.equals(MARK_MESSAGE));
        return message;
    }

    private byte[] idOfPeer() {
        PeerStatus status = conversation.socket().peers().get(0);
        return status.routingId().bytes();
    }

    private static ZmqMessage behind(ZmqMessage message, byte[] first) {
        List<byte[]> frames = new ArrayList<>(List.of(first));
        frames.addAll(message.frames());
        return ZmqMessage.of(frames);
    }

    private static ZmqMessage withoutFirst(ZmqMessage message, int howMany) {
        return ZmqMessage.of(message.frames().subList(howMany, message.frameCount()));
    }

    @Override
    public void close() {
        conversation.close();
    }
}
