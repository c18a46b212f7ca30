package io.zmqspring.core.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.SocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Publishers and subscribers (29/PUBSUB), every pair of types. Messages begin with a zero byte, unless they are
 * numbers.
 */
class PublishSubscribeTest {

    private static final byte[] ZERO = {0};
    private static final int[][] BODIES = {
        {1},
        {33, 34},
        {245, 0, 246, 254, 255, 256},
        {8191, 8192, 8193},
        {65_535, 65_536, 65_537, 1 << 20},
        IntStream.range(1, 1001).map(frame -> frame % 300).toArray()
    };

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static Stream<Arguments> links(Flow... flows) {
        return Link.all().flatMap(link -> Stream.of(flows).map(flow -> Arguments.of(link, flow)));
    }

    static Stream<Arguments> weSendToSub() {
        return links(Flow.PUB_TO_SUB, Flow.XPUB_TO_SUB);
    }

    static Stream<Arguments> weSendToXSub() {
        return links(Flow.PUB_TO_XSUB, Flow.XPUB_WITH_XSUB);
    }

    static Stream<Arguments> weSubscribe() {
        return links(Flow.SUB_TO_PUB, Flow.SUB_TO_XPUB, Flow.XSUB_TO_PUB, Flow.XSUB_WITH_XPUB);
    }

    static Stream<Link> links() {
        return Link.all();
    }

    @ParameterizedTest
    @MethodSource("weSendToSub")
    void shouldPublishToASubscriber(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            TopicPublisher publisher = (TopicPublisher) conversation.socket();
            conversation.peer().subscribe(ZERO);
            assertThat(publisher.awaitSubscription(ZERO, Limits.WAIT)).isTrue();
            exchange(publisher, conversation.peer());

            conversation.peer().subscribe("7".getBytes(US_ASCII));
            assertThat(publisher.awaitSubscription("7", Limits.WAIT)).isTrue();
            conversation.peer().unsubscribe(ZERO);
            awaitNone(publisher, ZERO);
            publisher.send(Frames.message(1));
            publisher.send(Frames.number(70));
            publisher.send(Frames.number(8));
            publisher.send(Frames.number(71));
            conversation.peer().expect(70, 2);
            assertThat(conversation.socket().counters().dropped()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("weSendToXSub")
    void shouldPublishToASubscriberThatSendsItsSubscriptions(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            TopicPublisher publisher = (TopicPublisher) conversation.socket();
            conversation.peer().sendBytes(new byte[] {1, 0});
            assertThat(publisher.awaitSubscription(ZERO, Limits.WAIT)).isTrue();
            exchange(publisher, conversation.peer());
            conversation.peer().sendBytes(new byte[] {0, 0});
            awaitNone(publisher, ZERO);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldReceiveWhatSubscribersSend(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.XPUB_WITH_XSUB)) {
            XPubSocket publisher = (XPubSocket) conversation.socket();
            for (byte[] body : List.of(new byte[] {1, 'a'}, new byte[] {0, 'a'}, new byte[] {7, 'x'})) {
                conversation.peer().sendBytes(body);
                assertThat(publisher.receive(Limits.WAIT)).isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("weSubscribe")
    void shouldReceiveWhatItSubscribesTo(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            subscribe(conversation, 1, ZERO);
            subscribe(conversation, 1, "7".getBytes(US_ASCII));
            Peer peer = conversation.peer();
            awaitSubscribed(conversation, 70);
            for (int[] sizes : BODIES) {
                peer.send(sizes);
                assertThat(next(conversation)).isEqualTo(Frames.message(sizes));
            }
            subscribe(conversation, 0, ZERO);
            subscribe(conversation, 1, "8".getBytes(US_ASCII));
            awaitSubscribed(conversation, 80);
            peer.send(1);
            peer.count(79, 1);
            assertThat(Frames.number(next(conversation).frame(0))).isEqualTo(79);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldSubscribeAgainWhenAnotherPublisherTakesItsPlace(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.SUB_TO_PUB)) {
            subscribe(conversation, 1, "7".getBytes(US_ASCII));
            awaitSubscribed(conversation, 70);
            conversation.peer().close();
            conversation.replacePeer();
            awaitSubscribed(conversation, 71);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldSendAMessageUpstream(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.XSUB_WITH_XPUB)) {
            XSubSocket subscriber = (XSubSocket) conversation.socket();
            for (byte[] body : List.of(new byte[] {1, 'a'}, new byte[] {7, 'x'}, new byte[] {0, 'a'})) {
                subscriber.send(body);
                assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(ZmqMessage.of(body)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldLetTheApplicationDecideWhatASubscriberGets(Link link) {
        SocketOptions options = Conversation.OPTIONS.toBuilder()
                .xpubManual(true)
                .xpubWelcomeMessage(MessageBody.of("W"))
                .build();
        try (Conversation conversation = Conversation.begin(context, link, Flow.XPUB_WITH_XSUB, options)) {
            XPubSocket publisher = (XPubSocket) conversation.socket();
            assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(ZmqMessage.ofStrings("W")));
            conversation.peer().sendBytes(new byte[] {1, 'a'});
            assertThat(publisher.receive(Limits.WAIT)).isEqualTo(new byte[] {1, 'a'});
            publisher.subscribe("7");
            publisher.send("a".getBytes(US_ASCII));
            publisher.send(Frames.number(70));
            conversation.peer().expect(70, 1);
            conversation.peer().sendBytes(new byte[] {0, 'a'});
            assertThat(publisher.receive(Limits.WAIT)).isEqualTo(new byte[] {0, 'a'});
            publisher.unsubscribe("7");
            assertThat(publisher.topics()).isZero();
        }
    }

    private static void exchange(MessageSender publisher, Peer subscriber) {
        for (int[] sizes : BODIES) {
            ZmqMessage message = Frames.message(sizes);
            publisher.send(message);
            assertThat(subscriber.receive()).isEqualTo(Frames.describe(message));
        }
    }

    private static void awaitNone(TopicPublisher publisher, byte[] topic) {
        Awaitility.await().atMost(Limits.WAIT).until(() -> !publisher.awaitSubscription(topic, Duration.ZERO));
    }

    private static void subscribe(Conversation conversation, int change, byte[] topic) {
        if (conversation.socket() instanceof SubSocket subscriber) {
            if (change == 1) {
                subscriber.subscribe(topic);
            } else {
                subscriber.unsubscribe(topic);
            }
        } else {
            byte[] body = new byte[1 + topic.length];
            body[0] = (byte) change;
            System.arraycopy(topic, 0, body, 1, topic.length);
            ((XSubSocket) conversation.socket()).send(body);
        }
    }

    /** The peer does not say when it knows: it sends a number again and again. */
    private static void awaitSubscribed(Conversation conversation, int number) {
        MessageReceiver receiver = conversation.receiver();
        Awaitility.await().atMost(Limits.WAIT).until(() -> {
            conversation.peer().count(number, 1);
            byte[] body = receiver.receive(Limits.MOMENT);
            return body != null && Frames.number(body) == number;
        });
        for (byte[] body = receiver.tryReceive(); body != null; body = receiver.tryReceive()) {
            assertThat(Frames.number(body)).isEqualTo(number);
        }
    }

    /** {@return the next message that is not one of {@link #awaitSubscribed}} */
    private static ZmqMessage next(Conversation conversation) {
        while (true) {
            ZmqMessage message = conversation.receiver().receiveMessage(Limits.WAIT);
            assertThat(message).as("a message").isNotNull();
            if (message.frameCount() > 1 || message.frame(0)[0] == 0 || Frames.number(message.frame(0)) % 10 != 0) {
                return message;
            }
        }
    }
}
