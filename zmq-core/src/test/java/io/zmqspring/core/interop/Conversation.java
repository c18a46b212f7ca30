package io.zmqspring.core.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** One socket of ours and one peer, connected. */
final class Conversation implements AutoCloseable {

    /** Settings for tests: close at once, come back soon. */
    static final SocketOptions OPTIONS = SocketOptions.builder()
            .linger(Duration.ZERO)
            .handshakeTimeout(Duration.ofSeconds(2))
            .reconnectInterval(Duration.ofMillis(10))
            .reconnectIntervalMax(Duration.ofMillis(50))
            .build();

    private static final int POLLED_AT_ONCE = 64;
    private static final int MAX_MUTE_PEERS = 5;

    private final Link link;
    private final Flow flow;
    private final Duration peerHeartbeat;
    private final Rendezvous rendezvous;
    private final ZmqSocket socket;
    private final RecordedEvents events;
    private Peer peer;

    private Conversation(ZmqContext context, Link link, Flow flow, SocketOptions options, Duration peerHeartbeat) {
        this.link = link;
        this.flow = flow;
        this.peerHeartbeat = peerHeartbeat;
        this.peer = link.library().open(flow.peerType(), peerHeartbeat);
        this.socket = context.socket(flow.ourType(), options);
        this.events = RecordedEvents.of(socket);
        this.rendezvous = new Rendezvous(link);
    }

    static Conversation begin(ZmqContext context, Link link, Flow flow) {
        return begin(context, link, flow, OPTIONS);
    }

    static Conversation begin(ZmqContext context, Link link, Flow flow, SocketOptions options) {
        return begin(context, link, flow, options, Duration.ZERO);
    }

    /** As {@link #begin(ZmqContext, Link, Flow, SocketOptions)}, with a peer that sends PING in such intervals. */
    static Conversation begin(ZmqContext context, Link link, Flow flow, SocketOptions options, Duration peerHeartbeat) {
        Conversation conversation = new Conversation(context, link, flow, options, peerHeartbeat);
        try {
            conversation.rendezvous.meet(conversation.socket, conversation.peer);
            conversation.awaitPeer();
            return conversation;
        } catch (RuntimeException | Error e) {
            conversation.close();
            throw e;
        }
    }

    /** {@return the port of the side that has bound, as seen in the container} */
    int portInContainer() {
        return link.role() == Link.Role.WE_BIND ? Rendezvous.port(rendezvous.ours()) : LibzmqContainer.dataPort();
    }

    ZmqSocket socket() {
        return socket;
    }

    MessageSender sender() {
        return (MessageSender) socket;
    }

    MessageReceiver receiver() {
        return (MessageReceiver) socket;
    }

    Peer peer() {
        return peer;
    }

    RecordedEvents events() {
        return events;
    }

    boolean weSend() {
        return socket instanceof MessageSender;
    }

    boolean weReceive() {
        return socket instanceof MessageReceiver;
    }

    /**
     * Waits until both are connected. In one of some fifty connects over loopback, to whomever it is, JeroMQ 0.6.0
     * never sends a byte (https://github.com/zeromq/jeromq/pull/1022): a new one takes its place when our side has seen
     * just that.
     */
    void awaitPeer() {
        for (int mute = events.mutePeers(); !connectedUnlessMute(mute); mute = events.mutePeers()) {
            assertThat(mute).as("%s", events).isLessThan(MAX_MUTE_PEERS);
            peer.close();
            replacePeer();
        }
    }

    private boolean connectedUnlessMute(int muteBefore) {
        boolean[] connected = new boolean[1];
        Awaitility.await("connected, after " + events)
                .atMost(Limits.WAIT)
                .until(() -> (connected[0] = socket.awaitPeers(1, Duration.ZERO))
                        || (peer instanceof JeroMqPeer && events.mutePeers() > muteBefore));
        return connected[0];
    }

    /** Sends a message whichever way the sockets can, or both, and sees that it arrives as it was. */
    void exchange(int... sizes) {
        ZmqMessage message = Frames.message(sizes);
        if (weSend()) {
            assertThat(sender().send(message, Limits.WAIT)).as("sent").isTrue();
            assertThat(peer.receive()).isEqualTo(Frames.describe(message));
        }
        if (weReceive()) {
            peer.send(sizes);
            ZmqMessage received = receiver().receiveMessage(Limits.WAIT);
            assertThat(received).as("received").isNotNull();
            assertThat(Frames.describe(received)).isEqualTo(Frames.describe(message));
        }
    }

    /** Sends consecutive numbers to the peer while that receives them. */
    void exchangeNumbersFromUs(int first, int howMany) {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendNumbers(first, howMany));
        peer.expect(first, howMany);
        await(sending);
    }

    /** Sends consecutive numbers. */
    void sendNumbers(int first, int howMany) {
        for (int number = first; number < first + howMany; number++) {
            assertThat(sender().send(Frames.number(number), Limits.WAIT))
                    .as("%d sent", number)
                    .isTrue();
        }
    }

    /** Receives consecutive numbers from the peer while that sends them. */
    void exchangeNumbersFromPeer(int first, int howMany) {
        CompletableFuture<Void> receiving = CompletableFuture.runAsync(() -> expectNumbers(first, howMany));
        peer.count(first, howMany);
        await(receiving);
    }

    private void expectNumbers(int first, int howMany) {
        int[] expected = {first};
        while (expected[0] < first + howMany) {
            int polled = receiver()
                    .poll(
                            (body, more) -> {
                                byte[] copy = new byte[body.remaining()];
                                body.get(copy);
                                assertThat(more).as("more frames follow").isFalse();
                                assertThat(Frames.number(copy)).isEqualTo(expected[0]++);
                            },
                            POLLED_AT_ONCE,
                            Limits.WAIT);
            assertThat(polled).as("messages at %d", expected[0]).isPositive();
        }
    }

    /** Ends the peer at once and waits until our side has seen it go. */
    void killPeer() {
        peer.close();
        events.awaitDisconnected();
    }

    /** Puts a new peer in the place of one that was killed. */
    void replacePeer() {
        peer = link.library().open(flow.peerType(), peerHeartbeat);
        rendezvous.takeOver(peer);
    }

    static void await(CompletableFuture<?> task) {
        try {
            task.get(Limits.WAIT.toSeconds(), SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the other thread: " + e, e);
        }
    }

    @Override
    public void close() {
        socket.close();
        peer.close();
    }
}
