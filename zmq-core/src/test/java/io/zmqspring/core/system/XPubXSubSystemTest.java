package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XPUB and XSUB (29/PUBSUB): subscriptions as messages. */
@Timeout(60)
class XPubXSubSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static byte[] change(int first, String topic) {
        byte[] rest = topic.getBytes(UTF_8);
        byte[] body = new byte[1 + rest.length];
        body[0] = (byte) first;
        System.arraycopy(rest, 0, body, 1, rest.length);
        return body;
    }

    private static void awaitUnread(XPubSocket xpub, int messages) {
        Awaitility.await().atMost(PATIENCE).until(() -> xpub.counters().queuedToReceive() == messages);
    }

    private static String next(XPubSocket xpub) {
        byte[] body = xpub.receive(PATIENCE);
        assertThat(body).as("a message").isNotNull();
        return body[0] + new String(Arrays.copyOfRange(body, 1, body.length), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://x"})
    void shouldReceiveTheFirstSubscriptionToATopicAndTheLastCancellation(String where) {
        XPubSocket xpub = context.xpub();
        String endpoint = xpub.bind(where);
        SubSocket first = context.sub();
        first.connect(endpoint);
        first.subscribe("a");
        assertThat(next(xpub)).isEqualTo("1a");
        SubSocket second = context.sub();
        second.connect(endpoint);
        second.subscribe("a");
        second.subscribe("b");
        assertThat(next(xpub)).isEqualTo("1b");
        second.unsubscribe("a");
        second.unsubscribe("b");
        assertThat(next(xpub)).isEqualTo("0b");
        first.close();
        assertThat(next(xpub)).isEqualTo("0a");
        assertThat(xpub.receive(SHORT)).isNull();
        assertThat(xpub.topics()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://unread"})
    void shouldCountAtItsEndNoSubscriptionAsDroppedButAnUnreadMessage(String where) {
        XPubSocket xpub = context.xpub();
        XSubSocket xsub = context.xsub();
        xsub.connect(xpub.bind(where));
        xsub.subscribe("a");
        awaitUnread(xpub, 1);
        xsub.send(ZmqMessage.ofStrings("from", "upstream"));
        xsub.subscribe("b");
        awaitUnread(xpub, 3);
        xpub.close();
        assertThat(xpub.counters().dropped()).isOne();
    }

    @Test
    void shouldReceiveEverySubscriptionWhenVerbose() {
        XPubSocket xpub = context.xpub(SocketOptions.builder().xpubVerbose(true).build());
        String endpoint = xpub.bind("tcp://127.0.0.1:*");
        SubSocket first = context.sub();
        first.connect(endpoint);
        SubSocket second = context.sub();
        second.connect(endpoint);
        first.subscribe("a");
        assertThat(next(xpub)).isEqualTo("1a");
        second.subscribe("a");
        assertThat(next(xpub)).isEqualTo("1a");
        second.subscribe("a");
        assertThat(next(xpub)).isEqualTo("1a");
        second.unsubscribe("a");
        second.unsubscribe("a");
        second.subscribe("c");
        assertThat(next(xpub)).isEqualTo("1c");
    }

    @ParameterizedTest
    @CsvSource({"false, SUBSCRIBE a/SUBSCRIBE a/CANCEL a", "true, SUBSCRIBE a/SUBSCRIBE a/CANCEL a/CANCEL a/CANCEL b"})
    void shouldSendTheLastCancellationOfATopicOrEveryOne(boolean every, String commands) {
        XSubSocket xsub = context.xsub(
                SocketOptions.builder().xsubVerboseUnsubscribe(every).build());
        try (RawPeer publisher = RawPeer.connect(xsub.bind("tcp://127.0.0.1:*")).handshake("PUB")) {
            assertThat(xsub.awaitPeers(1, PATIENCE)).isTrue();
            xsub.subscribe("a");
            xsub.send(change(1, "a"));
            xsub.send(change(0, "a"));
            xsub.unsubscribe("a");
            xsub.send(change(0, "b"));
            xsub.subscribe("end");
            for (String command : (commands + "/SUBSCRIBE end").split("/")) {
                RawPeer.Frame frame = publisher.readFrame();
                assertThat(frame.commandName() + " " + new String(frame.commandData(), UTF_8))
                        .isEqualTo(command);
            }
            assertThat(xsub.topics()).isOne();
        }
    }

    @Test
    void shouldReceiveEveryCancellationWhenVerboser() {
        XPubSocket xpub =
                context.xpub(SocketOptions.builder().xpubVerboser(true).build());
        String endpoint = xpub.bind("tcp://127.0.0.1:*");
        SubSocket first = context.sub();
        first.connect(endpoint);
        SubSocket second = context.sub();
        second.connect(endpoint);
        first.subscribe("a");
        assertThat(next(xpub)).isEqualTo("1a");
        second.subscribe("a");
        assertThat(next(xpub)).isEqualTo("1a");
        second.unsubscribe("a");
        assertThat(next(xpub)).isEqualTo("0a");
        second.subscribe("a");
        assertThat(next(xpub)).isEqualTo("1a");
        second.close();
        assertThat(next(xpub)).isEqualTo("0a");
        first.unsubscribe("a");
        assertThat(next(xpub)).isEqualTo("0a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://x"})
    void shouldSubscribeByMessageAndSendOthersUpstream(String where) {
        XPubSocket xpub = context.xpub();
        XSubSocket xsub = context.xsub();
        xsub.connect(xpub.bind(where));
        assertThat(xsub.awaitPeers(1, PATIENCE)).isTrue();
        xsub.send(change(1, "a"));
        xsub.send(ByteBuffer.wrap(change(1, "a")));
        xsub.send(ZmqMessage.of(change(1, "b")));
        xsub.send("hello".getBytes(UTF_8));
        xsub.send(ZmqMessage.of(new byte[] {1, 'z'}, new byte[] {2}));
        xsub.send(new byte[0]);
        xsub.send(change(0, "a"));
        xsub.send(change(0, "a"));

        assertThat(next(xpub)).isEqualTo("1a");
        assertThat(next(xpub)).isEqualTo("1b");
        assertThat(xpub.receive(PATIENCE)).isEqualTo("hello".getBytes(UTF_8));
        assertThat(xpub.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.of(new byte[] {1, 'z'}, new byte[] {2}));
        assertThat(xpub.receive(PATIENCE)).isEmpty();
        assertThat(next(xpub)).isEqualTo("0a");
        assertThat(xsub.topics()).isOne();
        assertThat(xsub.subscriptions(10)).containsExactly("b".getBytes(UTF_8));

        xpub.send(ZmqMessage.ofStrings("b1", "x"));
        assertThat(xsub.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("b1", "x"));
        assertThat(xsub.counters().dropped()).isZero();
    }

    @Test
    void shouldSubscribeByFramesOfAMessageWhenTheyAreToBeLookedAt() {
        SocketOptions eachFrame =
                SocketOptions.builder().onlyFirstSubscribe(false).build();
        XPubSocket xpub = context.xpub(eachFrame);
        String endpoint = xpub.bind("tcp://127.0.0.1:*");
        for (XSubSocket xsub : List.of(context.xsub(), context.xsub(eachFrame))) {
            xsub.connect(endpoint);
            assertThat(xsub.awaitPeers(1, PATIENCE)).isTrue();
            xsub.send(ZmqMessage.of("x".getBytes(UTF_8), change(1, "a"), "y".getBytes(UTF_8), change(1, "b")));
            assertThat(next(xpub)).isEqualTo("1a");
            assertThat(next(xpub)).isEqualTo("1b");
            assertThat(xpub.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("x", "y"));
            xsub.send(ZmqMessage.of(change(0, "a"), change(0, "b")));
            assertThat(next(xpub)).isEqualTo("0a");
            assertThat(next(xpub)).isEqualTo("0b");
            assertThat(xsub.topics()).isZero();
            xsub.close();
        }
        assertThat(xpub.receive(SHORT)).isNull();
    }

    @Test
    void shouldCountWhatHasNoPublisherToGoTo() {
        XSubSocket xsub = context.xsub();
        xsub.connect("inproc://nobody");
        xsub.send("hello".getBytes(UTF_8));
        assertThat(xsub.counters().dropped()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://front"})
    void shouldForwardBetweenPublishersAndSubscribers(String where) {
        XSubSocket front = context.xsub();
        XPubSocket back = context.xpub();
        String to = front.bind(where);
        String from = back.bind(where.replace("front", "back"));
        PubSocket pub = context.pub();
        pub.connect(to);
        SubSocket sub = context.sub();
        sub.connect(from);
        sub.subscribe("a");
        front.send(back.receive());
        assertThat(pub.awaitSubscription("a", PATIENCE)).isTrue();

        pub.send("b1".getBytes(UTF_8));
        pub.send("a1".getBytes(UTF_8));
        back.send(front.receiveMessage());
        assertThat(sub.receive(PATIENCE)).isEqualTo("a1".getBytes(UTF_8));
        sub.close();
        front.send(back.receive());
        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 0);
    }

    @Test
    void shouldDisconnectAPeerWhoseSubscriptionsNobodyReceives() {
        XPubSocket xpub =
                context.xpub(SocketOptions.builder().receiveHwmBytes(1_000).build());
        EventRecorder events = EventRecorder.of(xpub);
        String endpoint = xpub.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("SUB")) {
            for (int i = 0; i < 100; i++) {
                if (!peer.trySend(Zmtp.command(
                        "SUBSCRIBE", String.format("topic-%020d", i).getBytes(UTF_8)))) {
                    break;
                }
            }
            assertThat(events.await(Disconnected.class).reason()).contains("does not receive the subscriptions");
        }
        int subscribed = 0;
        int cancelled = 0;
        for (byte[] body = xpub.receive(PATIENCE); body != null; body = xpub.receive(SHORT)) {
            subscribed += body[0];
            cancelled += 1 - body[0];
        }
        assertThat(subscribed).isBetween(10, 50);
        assertThat(cancelled).isBetween(subscribed, subscribed + 1);
    }

    @ParameterizedTest
    @CsvSource({"1000, 256, 3, 1", "1, 256, 3, 1", "1000, 1, 3, 1", "1000, 256, 3, 0"})
    void shouldKeepTheOrderOfAPeerThatMixesCommandsAndMessages(int mark, int commands, int major, int minor) {
        XPubSocket xpub = context.xpub(SocketOptions.builder()
                .receiveHwm(mark)
                .maxCommandsPerTurn(commands)
                .build());
        try (RawPeer peer = RawPeer.connect(xpub.bind("tcp://127.0.0.1:*"))) {
            peer.send(
                    Zmtp.greeting(major, minor, "NULL"),
                    Zmtp.ready("XSUB"),
                    Zmtp.frame(0, change(1, "A")),
                    Zmtp.command("CANCEL", "A".getBytes(UTF_8)),
                    Zmtp.frame(0, change(1, "A")),
                    Zmtp.command("SUBSCRIBE", "B".getBytes(UTF_8)),
                    Zmtp.frame(0, change(0, "B")),
                    Zmtp.command("PING", new byte[2]),
                    Zmtp.command("SUBSCRIBE", "B".getBytes(UTF_8)),
                    Zmtp.frame(0, change(7, "u")),
                    Zmtp.command("CANCEL", "B".getBytes(UTF_8)),
                    Zmtp.command("SUBSCRIBE", "C".getBytes(UTF_8)));
            if (mark == 1) {
                // Beyond the mark, since nothing has been received yet.
                Awaitility.await().atMost(PATIENCE).until(() -> xpub.counters().dropped() == 1);
            }
            for (String expected : new String[] {"1A", "0A", "1A", "1B", "0B", "1B", "7u", "0B", "1C"}) {
                if (mark != 1 || !expected.equals("7u")) {
                    assertThat(next(xpub)).isEqualTo(expected);
                }
            }
            assertThat(xpub.topics()).isEqualTo(2);
        }
    }
}
