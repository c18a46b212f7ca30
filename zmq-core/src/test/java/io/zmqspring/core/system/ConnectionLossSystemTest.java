package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.ConnectRetried;
import io.zmqspring.core.monitor.MonitorEvent.Connected;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeSucceeded;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break: in the middle of a message, and with messages queued. */
@Timeout(60)
class ConnectionLossSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions SOON = SocketOptions.builder()
            .reconnectInterval(Duration.ofMillis(5))
            .reconnectIntervalMax(Duration.ofMillis(20))
            .build();

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    static List<Arguments> partialMessages() {
        return List.of(
                Arguments.of("in a short frame", Arrays.copyOf(message("abcdef"), 5)),
                Arguments.of("in a long frame", Arrays.copyOf(frame(0, new byte[9000]), 500)),
                Arguments.of("in a length", Arrays.copyOf(longHeader(0, 500), 4)),
                Arguments.of("after flags", new byte[] {0}),
                Arguments.of("in a large frame", Arrays.copyOf(frame(0, new byte[200_000]), 150_000)),
                Arguments.of("between frames", frame(MORE, ascii("first of two"))),
                Arguments.of("between large frames", frame(MORE, new byte[100_000])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("partialMessages")
    void shouldDropHalfAMessageWhenItsPeerIsReset(String where, byte[] half) {
        breakAfter(half, RawPeer::reset);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("partialMessages")
    void shouldDropHalfAMessageWhenItsPeerCloses(String where, byte[] half) {
        breakAfter(half, RawPeer::close);
    }

    private void breakAfter(byte[] half, Consumer<RawPeer> leave) {
        PullSocket socket = context.pull();
        EventRecorder events = EventRecorder.of(socket);
        String endpoint = socket.bind("tcp://127.0.0.1:*");
        try (HealthyNeighbour neighbour = new HealthyNeighbour(socket, endpoint)) {
            RawPeer bad = RawPeer.connect(endpoint).handshake("PUSH").send(message("whole"));
            assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("whole");
            bad.send(half);
            leave.accept(bad);

            assertThat(events.await(Disconnected.class).reason()).isNotBlank();
            neighbour.assertUndisturbed();
            assertThat(socket.tryReceiveMessage()).isNull();
            assertThat(socket.counters().received()).isEqualTo(3);
            assertThat(socket.counters().queuedToReceive()).isZero();
            assertThat(socket.counters().protocolViolations()).isZero();
            assertThat(socket.counters().connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepWholeMessagesOfPeerThatLeft() {
        PullSocket socket = context.pull();
        EventRecorder events = EventRecorder.of(socket);
        String endpoint = socket.bind("tcp://127.0.0.1:*");
        RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH");
        peer.send(message("one"), frame(MORE, ascii("two")), frame(0, ascii("parts")), frame(MORE, ascii("half")));
        peer.close();
        events.await(Disconnected.class);

        assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("one");
        assertThat(socket.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("two", "parts"));
        assertThat(socket.tryReceiveMessage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 300_000})
    void shouldSendInterruptedMessageAgainFromItsFirstByte(int size) {
        SocketOptions options = SOON.toBuilder().sendBufferBytes(4096).build();
        try (RawPeer.Listener listener = new RawPeer.Listener().receiveBuffer(4096);
                PushSocket push = context.push(options)) {
            push.connect(listener.endpoint());
            for (int i = 0; i < 50; i++) {
                byte[] body = new byte[size];
                Arrays.fill(body, (byte) i);
                push.send(ZmqMessage.of(ascii("head " + i), body, ascii("tail " + i)));
            }
            int next = 0;
            while (next < 50) {
                RawPeer peer = listener.accept().handshake("PULL");
                for (int turn = 0; turn < 7 && next < 50; turn++) {
                    RawPeer.Frame first = peer.readFrame();
                    int number = Integer.parseInt(text(first.body()).substring(5));
                    assertThat(first.flags()).isEqualTo(MORE);
                    assertThat(number).as("no gap before the next message").isBetween(0, 49);
                    if (turn > 0) {
                        assertThat(number).as("order within a connection").isEqualTo(next);
                    }
                    next = number;
                    byte[] body = peer.readFrame().body();
                    assertThat(body).hasSize(size).containsOnly(number);
                    assertThat(text(peer.readFrame().body())).isEqualTo("tail " + number);
                    next++;
                }
                if (next < 50) {
                    peer.readFrame();
                    peer.reset();
                }
            }
            Awaitility.await().atMost(PATIENCE).until(() -> push.counters().queuedToSend() == 0);
        }
    }

    @Test
    void shouldLoseNothingWhenPeerThatReadsNothingIsReset() {
        SocketOptions options = SOON.toBuilder().sendBufferBytes(4096).build();
        byte[] filler = new byte[300_000];
        try (RawPeer.Listener listener = new RawPeer.Listener().receiveBuffer(4096);
                PushSocket push = context.push(options)) {
            EventRecorder events = EventRecorder.of(push);
            push.connect(listener.endpoint());
            RawPeer deaf = listener.accept().handshake("PULL");
            events.await(HandshakeSucceeded.class);
            for (int i = 0; i < 6; i++) {
                push.send(ZmqMessage.of(ascii("number " + i), filler, filler));
            }
            deaf.readFrame();
            deaf.reset();
            RawPeer listening = listener.accept().handshake("PULL");

            for (int i = 0; i < 6; i++) {
                assertThat(text(listening.readFrame().body())).isEqualTo("number " + i);
                assertThat(listening.readFrame().body()).isEqualTo(filler);
                assertThat(listening.readFrame().body()).isEqualTo(filler);
            }
            listening.close();
        }
    }

    @Test
    void shouldDeliverEverythingQueuedWhilePeerWasAwayInOrder() {
        PushSocket push = context.push(SOON);
        EventRecorder events = EventRecorder.of(push);
        String endpoint;
        try (ZmqContext first = ZmqContext.create()) {
            PullSocket pull = first.pull();
            endpoint = pull.bind("tcp://127.0.0.1:*");
            push.connect(endpoint);
            push.send(ascii("before"));
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("before");
        }
        events.await(Disconnected.class);
        for (int i = 0; i < 1000; i++) {
            assertThat(push.trySend(ascii("away " + i))).isTrue();
        }
        try (ZmqContext second = ZmqContext.create()) {
            PullSocket pull = second.pull();
            pull.bind(endpoint);
            for (int i = 0; i < 1000; i++) {
                assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("away " + i);
            }
            assertThat(pull.tryReceive()).isNull();
        }
        assertThat(push.counters().reconnects()).isPositive();
        assertThat(push.counters().dropped()).isZero();
        assertThat(push.counters().sent()).isEqualTo(1001);
    }

    @Test
    void shouldGiveMessagesOfLostPeerToTheOthers() {
        PushSocket push =
                context.push(SocketOptions.builder().sendBufferBytes(4096).build());
        EventRecorder events = EventRecorder.of(push);
        String endpoint = push.bind("tcp://127.0.0.1:*");
        RawPeer deaf = RawPeer.connect(endpoint, 4096).handshake("PULL");
        RawPeer good = RawPeer.connect(endpoint).handshake("PULL");
        assertThat(push.awaitPeers(2, PATIENCE)).isTrue();
        byte[] filler = new byte[30_000];
        for (int i = 0; i < 40; i++) {
            push.send(ZmqMessage.of(ascii(String.valueOf(i)), filler));
        }
        deaf.reset();
        events.await(Disconnected.class);

        List<Integer> got = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            got.add(Integer.parseInt(text(good.readFrame().body())));
            good.readFrame();
        }
        assertThat(push.counters().dropped()).isZero();
        Awaitility.await().atMost(PATIENCE).until(() -> push.counters().connections() == 1);
        int left = 0;
        push.send(ascii("end"));
        for (RawPeer.Frame next = good.readFrame(); !text(next.body()).equals("end"); next = good.readFrame()) {
            got.add(Integer.parseInt(text(next.body())));
            good.readFrame();
            left++;
        }
        assertThat(got).doesNotHaveDuplicates();
        assertThat(left).as("messages that the lost peer had not taken").isPositive();
        good.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 30_000, 100_000})
    void shouldGiveMessagesOfLostPeerToTheNextOne(int size) {
        PushSocket push = context.push(
                SocketOptions.builder().sendBufferBytes(4096).sendHwm(0).build());
        EventRecorder events = EventRecorder.of(push);
        String endpoint = push.bind("tcp://127.0.0.1:*");
        RawPeer deaf = RawPeer.connect(endpoint, 4096).handshake("PULL");
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
        int count = 3_000_000 / size;
        for (int i = 0; i < count; i++) {
            push.send(ZmqMessage.of(ascii(String.valueOf(i)), new byte[size]));
        }
        deaf.reset();
        events.await(Disconnected.class);
        long left = push.counters().queuedToSend();
        assertThat(left).isPositive();
        try (RawPeer next = RawPeer.connect(endpoint).handshake("PULL")) {
            for (int i = (int) (count - left); i < count; i++) {
                assertThat(text(next.readFrame().body())).isEqualTo(String.valueOf(i));
                assertThat(next.readFrame().body()).hasSize(size);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> push.counters().queuedToSend() == 0);
            push.send(ascii("and on"));
            assertThat(next.readMessage()).isEqualTo(ascii("and on"));
        }
    }

    @Test
    void shouldTurnSecondPeerOfPairAwayUntilTheFirstLeaves() {
        PairSocket pair = context.pair();
        EventRecorder events = EventRecorder.of(pair);
        String endpoint = pair.bind("tcp://127.0.0.1:*");
        RawPeer first = RawPeer.connect(endpoint).handshake("PAIR");
        assertThat(pair.awaitPeers(1, PATIENCE)).isTrue();
        try (RawPeer second = RawPeer.connect(endpoint)) {
            second.send(Zmtp.greeting(), Zmtp.ready("PAIR"), message("lost?")).readGreeting();
            assertThat(second.bytesUntilEnd())
                    .as("no ERROR, which libzmq takes for the last word")
                    .isZero();
            assertThat(events.await(HandshakeFailed.class).reason()).contains("one peer");
        }
        pair.send(ascii("to the first"));
        assertThat(first.readMessage()).isEqualTo(ascii("to the first"));
        first.close();
        events.await(Disconnected.class);
        try (RawPeer third = RawPeer.connect(endpoint).handshake("PAIR").send(message("third"))) {
            assertThat(HealthyNeighbour.nextText(pair)).isEqualTo("third");
            pair.send(ascii("welcome"));
            assertThat(third.readMessage()).isEqualTo(ascii("welcome"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://pair"})
    void shouldLetWaitingPeerOfPairInOnceTheFirstLeaves(String where) {
        PairSocket pair = context.pair();
        String endpoint = pair.bind(where);
        PairSocket first = context.pair(SOON);
        first.connect(endpoint);
        assertThat(pair.awaitPeers(1, PATIENCE)).isTrue();
        PairSocket second = context.pair(SOON);
        EventRecorder events = EventRecorder.of(second);
        second.connect(endpoint);
        events.await(HandshakeFailed.class);
        second.send(ascii("patient"));
        first.close();

        assertThat(HealthyNeighbour.nextText(pair)).isEqualTo("patient");
        pair.send(ascii("hello"));
        assertThat(HealthyNeighbour.nextText(second)).isEqualTo("hello");
    }

    @Test
    void shouldRefuseSecondConnectOfPair() {
        PairSocket pair = context.pair();
        pair.connect("tcp://127.0.0.1:1");

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> pair.connect("tcp://127.0.0.1:2"))
                .withMessageContaining("tcp://127.0.0.1:2")
                .withMessageContaining("one peer");
        assertThat(pair.endpoints()).hasSize(1);
    }

    @Test
    void shouldBackOffFromPeerThatAcceptsAndDrops() {
        SocketOptions options = SocketOptions.builder()
                .reconnectInterval(Duration.ofMillis(10))
                .reconnectIntervalMax(Duration.ofSeconds(10))
                .build();
        try (RawPeer.Listener listener = new RawPeer.Listener();
                PullSocket pull = context.pull(options)) {
            EventRecorder events = EventRecorder.of(pull);
            pull.connect(listener.endpoint());
            for (int i = 0; i < 5; i++) {
                listener.accept().close();
            }

            events.awaitCount(5, Connected.class);
            events.awaitCount(5, ConnectRetried.class);
            List<Duration> delays = events.all(ConnectRetried.class).stream()
                    .map(ConnectRetried::delay)
                    .limit(5)
                    .toList();
            for (int i = 0; i < 5; i++) {
                assertThat(delays.get(i)).isBetween(Duration.ofMillis(10L << i), Duration.ofMillis(15L << i));
            }
        }
    }
}
