package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUB and SUB (29/PUBSUB): which subscriber gets which message, over every transport. */
@Timeout(60)
class PubSubSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions SOON = SocketOptions.builder()
            .linger(Duration.ZERO)
            .reconnectInterval(Duration.ofMillis(10))
            .build();

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static void meet(String where, boolean firstBinds, ZmqSocket first, ZmqSocket second) {
        ZmqSocket binds = firstBinds ? first : second;
        (binds == first ? second : first).connect(binds.bind(where));
    }

    private static String text(byte[] body) {
        assertThat(body).as("a message").isNotNull();
        return new String(body, UTF_8);
    }

    private static void awaitNoSubscription(PubSocket pub, String topic) {
        Awaitility.await().atMost(PATIENCE).until(() -> !pub.awaitSubscription(topic, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:*, true",
        "tcp://127.0.0.1:*, false",
        "ipc://*, true",
        "ipc://*, false",
        "inproc://topics, true",
        "inproc://topics, false"
    })
    void shouldReceiveWhatIsSubscribedToAndNothingElse(String where, boolean pubBinds) {
        PubSocket pub = context.pub();
        SubSocket sub = context.sub();
        sub.subscribe("a");
        meet(where, pubBinds, pub, sub);
        sub.subscribe("bb");
        sub.subscribe("a");
        assertThat(pub.awaitSubscription("a", PATIENCE)).isTrue();
        assertThat(pub.awaitSubscription("bb", PATIENCE)).isTrue();

        pub.send("x".getBytes(UTF_8));
        pub.send("a1".getBytes(UTF_8));
        pub.send(ByteBuffer.wrap("-b-".getBytes(UTF_8), 1, 1));
        pub.send(ByteBuffer.allocateDirect(2).put("bb".getBytes(UTF_8)).flip());
        pub.send(ZmqMessage.ofStrings("bb2", "", "x"));

        assertThat(text(sub.receive(PATIENCE))).isEqualTo("a1");
        assertThat(text(sub.receive(PATIENCE))).isEqualTo("bb");
        assertThat(sub.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("bb2", "", "x"));
        assertThat(sub.topics()).isEqualTo(2);
        assertThat(sub.subscriptions(2)).containsExactlyInAnyOrder("a".getBytes(UTF_8), "bb".getBytes(UTF_8));
        assertThat(sub.subscriptions(1)).hasSize(1);
        assertThat(sub.subscriptions(0)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sub.subscriptions(-1))
                .withMessageContaining("most=-1");
        assertThat(pub.topics()).isEqualTo(2);

        sub.unsubscribe("bb");
        sub.unsubscribe("a");
        sub.unsubscribe("never");
        awaitNoSubscription(pub, "bb");
        assertThat(pub.awaitSubscription("a", Duration.ZERO)).isTrue();
        sub.unsubscribe("a");
        awaitNoSubscription(pub, "a");
        pub.send("a2".getBytes(UTF_8));
        sub.subscribe("");
        assertThat(pub.awaitSubscription("", PATIENCE)).isTrue();
        pub.send("last".getBytes(UTF_8));
        assertThat(text(sub.receive(PATIENCE))).isEqualTo("last");
        assertThat(pub.counters().dropped()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://many"})
    void shouldGiveEveryMessageToEachOfManySubscribersInOrder(String where) {
        final int count = 2_000;
        PubSocket pub = context.pub(SocketOptions.builder().sendHwm(0).build());
        String endpoint = pub.bind(where);
        List<SubSocket> subs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SubSocket sub = context.sub(SocketOptions.builder().receiveHwm(0).build());
            sub.subscribe("all");
            sub.subscribe("own" + i + "/");
            sub.connect(endpoint);
            assertThat(pub.awaitSubscription("own" + i + "/", PATIENCE)).isTrue();
            subs.add(sub);
        }
        byte[] large = new byte[200_000];
        System.arraycopy("all".getBytes(UTF_8), 0, large, 0, 3);

        for (int i = 0; i < count; i++) {
            pub.send(("all" + i).getBytes(UTF_8));
            pub.send(("own" + i % 12 + "/").getBytes(UTF_8));
        }
        pub.send(large);

        for (int s = 0; s < subs.size(); s++) {
            for (int i = 0; i < count; i++) {
                assertThat(text(subs.get(s).receive(PATIENCE))).isEqualTo("all" + i);
                if (i % 12 == s) {
                    assertThat(text(subs.get(s).receive(PATIENCE))).isEqualTo("own" + s + "/");
                }
            }
            assertThat(subs.get(s).receive(PATIENCE)).isEqualTo(large);
        }
        assertThat(pub.counters().dropped()).isZero();
        assertThat(pub.counters().sent()).isEqualTo(2L * count + 1);
    }

    @Test
    void shouldSendAllSubscriptionsAgainWhenItIsConnectedAgain() {
        SubSocket sub = context.sub(SOON);
        sub.subscribe("gone");
        PubSocket first = context.pub(SOON);
        String endpoint = first.bind("tcp://127.0.0.1:*");
        sub.connect(endpoint);
        assertThat(first.awaitSubscription("gone", PATIENCE)).isTrue();
        first.close();
        for (int i = 0; i < 1_000; i++) {
            sub.subscribe("topic" + i);
        }
        sub.unsubscribe("gone");

        PubSocket second = context.pub(SOON);
        second.bind(endpoint);
        // A subscription to topic1 is one to topic10 too: only their number says that all are there.
        Awaitility.await().atMost(PATIENCE).until(() -> second.topics() == 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(second.awaitSubscription("topic" + i, Duration.ZERO)).isTrue();
        }
        assertThat(second.awaitSubscription("gone", Duration.ZERO)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://marks"})
    void shouldNotHoldUpSubscriptionsByAHighWaterMark(String where) {
        final int count = 50_000;
        SocketOptions low = SocketOptions.builder()
                .sendHwm(1)
                .receiveHwm(1)
                .sendHwmBytes(100)
                .receiveHwmBytes(100)
                .build();
        SubSocket sub = context.sub(low);
        PubSocket pub = context.pub(low);
        for (int i = 0; i < count; i++) {
            sub.subscribe("before" + i);
        }
        sub.connect(pub.bind(where));
        for (int i = 0; i < count; i++) {
            sub.subscribe("after" + i);
        }

        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 2 * count);
        assertThat(sub.counters().dropped()).isZero();
    }

    @Test
    void shouldForgetTheSubscriptionsOfAPeerThatHasGone() {
        PubSocket pub = context.pub();
        SubSocket sub = context.sub(SOON);
        sub.subscribe("a");
        sub.connect(pub.bind("tcp://127.0.0.1:*"));
        assertThat(pub.awaitSubscription("a", PATIENCE)).isTrue();
        sub.close();
        awaitNoSubscription(pub, "a");
        assertThat(pub.topics()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 0"})
    void shouldTakeSubscriptionsAsCommandsAndAsMessagesFromAPeerOfAnyVersion(int major, int minor) {
        PubSocket pub = context.pub();
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.send(Zmtp.greeting(major, minor, "NULL"), Zmtp.ready("SUB"));
            peer.readGreeting();
            assertThat(peer.readFrame().commandName()).isEqualTo("READY");
            peer.send(
                    Zmtp.frame(0, new byte[] {1, 'm'}),
                    Zmtp.command("SUBSCRIBE", new byte[] {'c'}),
                    Zmtp.frame(0, new byte[] {7, 'x'}),
                    Zmtp.frame(0, new byte[] {1, 'd'}));
            for (String topic : List.of("m", "c", "d")) {
                assertThat(pub.awaitSubscription(topic, PATIENCE)).isTrue();
            }
            assertThat(pub.counters().dropped())
                    .as("a message that is no subscription")
                    .isOne();
            peer.send(Zmtp.frame(0, new byte[] {0, 'c'}), Zmtp.command("CANCEL", new byte[] {'m'}));
            awaitNoSubscription(pub, "c");
            awaitNoSubscription(pub, "m");
            pub.send(new byte[] {'m'});
            pub.send(new byte[] {'d', '1'});
            assertThat(peer.readMessage()).containsExactly('d', '1');
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1, true", "3, 0, false"})
    void shouldSubscribeByCommandWhereThePeerHasThat(int major, int minor, boolean commands) {
        SubSocket sub = context.sub();
        sub.subscribe("a");
        String endpoint = sub.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.send(Zmtp.greeting(major, minor, "NULL"), Zmtp.ready("PUB"));
            peer.readGreeting();
            peer.readFrame();
            RawPeer.Frame subscription = peer.readFrame();
            sub.unsubscribe("a");
            RawPeer.Frame cancellation = peer.readFrame();

            assertThat(subscription.isCommand()).isEqualTo(commands);
            assertThat(cancellation.isCommand()).isEqualTo(commands);
            if (commands) {
                assertThat(subscription.commandName()).isEqualTo("SUBSCRIBE");
                assertThat(subscription.commandData()).containsExactly('a');
                assertThat(cancellation.commandName()).isEqualTo("CANCEL");
            } else {
                assertThat(subscription.body()).containsExactly(1, 'a');
                assertThat(cancellation.body()).containsExactly(0, 'a');
            }
        }
    }

    @Test
    void shouldFilterWhatAPublisherSendsWithoutBeingAsked() {
        SubSocket sub = context.sub();
        String[] topics = {"q", "", "b", "c", "d", "e", "f"};
        String endpoint = sub.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUB")) {
            sub.subscribe(topics[0]);
            peer.send(Zmtp.message("no"), Zmtp.message("q1"));
            assertThat(text(sub.receive(PATIENCE))).isEqualTo("q1");
            assertThat(sub.counters().dropped()).isOne();
            for (int i = 2; i < topics.length; i++) {
                sub.subscribe(topics[i]);
            }
            peer.send(Zmtp.message("no"), Zmtp.message("f1"), Zmtp.message(""), Zmtp.message("q2"));
            assertThat(text(sub.receive(PATIENCE))).isEqualTo("f1");
            assertThat(text(sub.receive(PATIENCE))).isEqualTo("q2");
            assertThat(sub.counters().dropped()).isEqualTo(3);
        }
    }

    @Test
    void shouldDeliverWhatDoesNotMatchWhenInverted() {
        SocketOptions inverted = SocketOptions.builder().invertMatching(true).build();
        PubSocket pub = context.pub(inverted);
        SubSocket sub = context.sub(inverted);
        sub.subscribe("a");
        sub.connect(pub.bind("tcp://127.0.0.1:*"));
        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 1);

        pub.send("a1".getBytes(UTF_8));
        pub.send("b1".getBytes(UTF_8));
        assertThat(text(sub.receive(PATIENCE))).isEqualTo("b1");
    }

    @Test
    void shouldRefuseATopicThatNoCommandHolds() {
        SubSocket sub = context.sub();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sub.subscribe(new byte[65_527]))
                .withMessageContainingAll("bytes=65527", "most=65526");
        assertThat(sub.topics()).isZero();
        PubSocket pub = context.pub();
        byte[] longest = new byte[65_526];
        sub.subscribe(longest);
        sub.connect(pub.bind("tcp://127.0.0.1:*"));
        assertThat(pub.awaitSubscription(longest, PATIENCE)).isTrue();
    }

    @Test
    void shouldSendToNobodyWithoutWaitingOrCountingADrop() {
        PubSocket pub = context.pub();
        pub.bind("tcp://127.0.0.1:*");
        pub.send(new byte[1]);
        assertThat(pub.awaitSubscription("a", Duration.ZERO)).isFalse();
        assertThat(pub.counters().dropped()).isZero();
        assertThat(pub.type()).isEqualTo(SocketType.PUB);
    }
}
