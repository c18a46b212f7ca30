package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.MessagesDropped;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A subscriber that reads nothing, one that subscribes without end, and what becomes of the others. */
@Timeout(60)
class SubscriberOverflowSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MARK = 10;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static SocketOptions options(OverflowPolicy policy) {
        return SocketOptions.builder()
                .sendHwm(MARK)
                .sendBufferBytes(4096)
                .linger(Duration.ZERO)
                .overflowPolicy(policy)
                .build();
    }

    private static RawPeer deafSubscriber(PubSocket pub, String endpoint, String topic) {
        RawPeer peer = RawPeer.connect(endpoint, 4096).handshake("SUB");
        peer.send(Zmtp.command("SUBSCRIBE", topic.getBytes(UTF_8)));
        assertThat(pub.awaitSubscription(topic, PATIENCE)).isTrue();
        return peer;
    }

    private static byte[] message(String start) {
        byte[] message = new byte[10_000];
        byte[] topic = start.getBytes(UTF_8);
        System.arraycopy(topic, 0, message, 0, topic.length);
        return message;
    }

    @Test
    void shouldDropForTheSlowSubscriberOnlyAndCount() {
        PubSocket pub = context.pub(options(OverflowPolicy.DROP_NEWEST));
        EventRecorder events = EventRecorder.of(pub);
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        try (RawPeer deaf = deafSubscriber(pub, endpoint, "deaf")) {
            SubSocket sub = context.sub();
            sub.subscribe("deaf/all");
            sub.connect(endpoint);
            Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 2);
            for (int i = 0; i < 300; i++) {
                pub.send(message("deaf"));
            }
            for (int i = 0; i < 50; i++) {
                pub.send(message("deaf/all"));
                assertThat(sub.receive(PATIENCE)).isNotNull();
            }

            long dropped = pub.counters().dropped();
            assertThat(dropped).isBetween(100L, 350L);
            assertThat(pub.peers()).extracting(PeerStatus::dropped).containsExactlyInAnyOrder(dropped, 0L);
            assertThat(pub.counters().sent()).isEqualTo(350);
            assertThat(events.await(MessagesDropped.class).count()).isOne();
            assertThat(events.all(MessagesDropped.class)).hasSize(1);
            assertThat(deaf.readMessage()).hasSize(10_000);
        }
    }

    @Test
    void shouldWaitUntilEverySubscriberHasRoomWhenItMayNotDrop() {
        PubSocket pub = context.pub(options(OverflowPolicy.BLOCK));
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        try (RawPeer deaf = deafSubscriber(pub, endpoint, "t")) {
            SubSocket sub = context.sub(SocketOptions.builder().receiveHwm(0).build());
            sub.subscribe("t/");
            sub.connect(endpoint);
            Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 2);
            int sent = 0;
            while (pub.trySend(message("t/"))) {
                sent++;
                assertThat(sub.receive(PATIENCE)).isNotNull();
            }
            assertThat(pub.trySend(message("t/"))).isFalse();
            Calls.Running<Boolean> waiting =
                    Calls.start(() -> pub.send(message("t/"), PATIENCE)).awaitWaiting();
            assertThat(sub.tryReceive()).as("all or none").isNull();
            for (int i = 0; i < sent; i++) {
                assertThat(deaf.readMessage()).hasSize(10_000);
            }
            assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(true);
            assertThat(sub.receive(PATIENCE)).isNotNull();
            assertThat(deaf.readMessage()).hasSize(10_000);
            assertThat(pub.counters().dropped()).isZero();
        }
    }

    @Test
    void shouldGoOnWhenTheSubscriberItWaitsForIsGone() {
        PubSocket pub = context.pub(options(OverflowPolicy.BLOCK));
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        RawPeer deaf = deafSubscriber(pub, endpoint, "t");
        while (pub.trySend(message("t"))) {
            assertThat(pub.counters().dropped()).isZero();
        }
        Calls.Running<Boolean> waiting =
                Calls.start(() -> pub.send(message("t"), PATIENCE)).awaitWaiting();
        deaf.reset();
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(true);
    }

    @Test
    void shouldDisconnectTheSlowSubscriberWhenItMay() {
        PubSocket pub = context.pub(options(OverflowPolicy.DISCONNECT));
        EventRecorder events = EventRecorder.of(pub);
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        try (RawPeer deaf = deafSubscriber(pub, endpoint, "t")) {
            while (pub.awaitSubscription("t", Duration.ZERO)) {
                pub.send(message("t"));
            }
            assertThat(events.await(Disconnected.class).reason()).contains("overflowPolicy=DISCONNECT");
            Awaitility.await().atMost(PATIENCE).until(() -> pub.peers().isEmpty());
            assertThat(deaf.bytesUntilEnd()).isPositive();
        }
        assertThat(pub.topics()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"100, -1, 100", "-1, 1000, 100"})
    void shouldDisconnectAPeerThatSubscribesToMoreThanItMay(int topics, long bytes, int most) {
        PubSocket pub = context.pub(SocketOptions.builder()
                .maxSubscriptions(topics)
                .maxSubscriptionBytes(bytes)
                .build());
        EventRecorder events = EventRecorder.of(pub);
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        SubSocket healthy = context.sub();
        healthy.subscribe("topic-0000");
        healthy.connect(endpoint);
        assertThat(pub.awaitSubscription("topic-0000", PATIENCE)).isTrue();
        try (RawPeer greedy = RawPeer.connect(endpoint).handshake("SUB")) {
            for (int i = 0; i < most; i++) {
                greedy.send(
                        Zmtp.command("SUBSCRIBE", String.format("topic-%04d", i).getBytes(UTF_8)));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == most);
            greedy.send(Zmtp.command("SUBSCRIBE", "topic-0000".getBytes(UTF_8)));
            greedy.trySend(Zmtp.command("SUBSCRIBE", "topic-more".getBytes(UTF_8)));

            assertThat(events.await(Disconnected.class).reason())
                    .contains("subscribes to too much", "topics=" + (most + 1), "maxSubscriptions", "bytes=");
            assertThat(greedy.awaitEnd()).isTrue();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 1);
        pub.send("topic-0000".getBytes(UTF_8));
        assertThat(healthy.receive(PATIENCE)).isNotNull();
    }

    @Test
    void shouldDisconnectTheSubscriberOfTheSameProcessThatWantsMoreThanItMay() {
        PubSocket pub = context.pub(SocketOptions.builder().maxSubscriptions(2).build());
        EventRecorder events = EventRecorder.of(pub);
        pub.bind("inproc://cap");
        SubSocket sub = context.sub();
        sub.connect("inproc://cap");
        sub.subscribe("a");
        sub.subscribe("b");
        sub.subscribe("c");

        assertThat(events.await(Disconnected.class).reason()).contains("topics=3");
        assertThat(pub.topics()).isZero();
    }
}
