package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.monitor.MonitorEvent.Closed;
import io.zmqspring.core.monitor.MonitorEvent.MessagesDropped;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Closing sockets and contexts: bounded in time, from any thread, with others at work, and with an account of what was
 * given up.
 */
@Timeout(90)
class CloseSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ROUNDS = 200;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://close"})
    void shouldEndEverySenderAndReceiverWhenClosedUnderThem(String where) {
        for (int round = 0; round < ROUNDS / 2; round++) {
            PairSocket one = context.pair(SocketOptions.builder()
                    .sendHwm(1 + round % 7)
                    .linger(Duration.ZERO)
                    .build());
            PairSocket other =
                    context.pair(SocketOptions.builder().linger(Duration.ZERO).build());
            other.connect(one.bind(where));
            List<Calls.Running<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                calls.add(Calls.start(() -> sendForEver(one)));
                calls.add(Calls.start(() -> receiveForEver(one)));
                calls.add(Calls.start(() -> sendForEver(other)));
                calls.add(Calls.start(() -> receiveForEver(other)));
            }
            if (round % 2 == 0) {
                assertThat(one.awaitPeers(1, PATIENCE)).isTrue();
                int target = round;
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> one.counters().received() >= target);
            }
            one.close();
            other.close();
            for (Calls.Running<Void> call : calls) {
                assertThat(call.result())
                        .failsWithin(PATIENCE)
                        .withThrowableOfType(ExecutionException.class)
                        .havingCause()
                        .isInstanceOf(ZmqClosedException.class);
            }
        }
    }

    private static void sendForEver(PairSocket socket) {
        while (true) {
            socket.send(ascii("x"));
        }
    }

    private static void receiveForEver(PairSocket socket) {
        while (true) {
            socket.receive();
        }
    }

    @Test
    void shouldRefuseEverythingAfterClose() {
        PairSocket pair = context.pair();
        pair.close();
        pair.close();

        assertThat(pair.isClosed()).isTrue();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> pair.send(ascii("x")));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> pair.trySend(ascii("x")));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(pair::receive);
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(pair::tryReceive);
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> pair.poll((body, more) -> {}, 1));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> pair.awaitPeers(1, PATIENCE));
    }

    @Test
    void shouldEndWaitForPeersWhenClosed() {
        PullSocket pull = context.pull();
        Calls.Running<Boolean> waiting =
                Calls.start(() -> pull.awaitPeers(1, PATIENCE)).awaitWaiting();
        pull.close();

        assertThat(waiting.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldCloseAllSocketsWithTheContext() {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        Calls.Running<byte[]> receiver = Calls.start(() -> pull.receive()).awaitWaiting();
        context.close();

        assertThat(context.isClosed()).isTrue();
        assertThat(pull.isClosed()).isTrue();
        assertThat(push.isClosed()).isTrue();
        assertThat(receiver.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldDeliverWhatIsQueuedBeforeCloseReturns() {
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(0).build());
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        for (int round = 0; round < 20; round++) {
            try (PushSocket push = context.push(SocketOptions.builder()
                    .sendHwm(0)
                    .linger(Duration.ofSeconds(20))
                    .build())) {
                push.connect(endpoint);
                for (int i = 0; i < 1000; i++) {
                    push.send(ascii(round + "." + i));
                }
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(HealthyNeighbour.nextText(pull)).isEqualTo(round + "." + i);
            }
        }
    }

    @Test
    void shouldBoundCloseWithPeerThatNeverReadsAndTellWhatWasDropped() {
        Duration linger = Duration.ofMillis(300);
        PushSocket push = context.push(
                SocketOptions.builder().linger(linger).sendBufferBytes(4096).build());
        EventRecorder events = EventRecorder.of(push);
        String endpoint = push.bind("tcp://127.0.0.1:*");
        try (RawPeer deaf = RawPeer.connect(endpoint, 4096).handshake("PULL")) {
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            for (int i = 0; i < 100; i++) {
                push.send(new byte[60_000]);
            }
            long start = System.nanoTime();
            push.close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(took).isBetween(linger.minusMillis(50), linger.plusSeconds(5));
            long dropped = push.counters().dropped();
            assertThat(dropped).isBetween(1L, 100L);
            events.await(Closed.class);
            assertThat(events.await(MessagesDropped.class).endpoint()).isEqualTo(endpoint);
            assertThat(events.all(MessagesDropped.class).stream()
                            .mapToLong(MessagesDropped::count)
                            .sum())
                    .isEqualTo(dropped);
            assertThat(deaf.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldDropAtOnceWhenLingerIsZero() {
        PushSocket push =
                context.push(SocketOptions.builder().linger(Duration.ZERO).build());
        EventRecorder events = EventRecorder.of(push);
        push.connect("tcp://127.0.0.1:1");
        for (int i = 0; i < 7; i++) {
            push.send(ascii("x"));
        }
        push.close();

        assertThat(push.counters().dropped()).isEqualTo(7);
        assertThat(push.counters().queuedToSend()).isZero();
        MessagesDropped told = events.await(MessagesDropped.class);
        assertThat(told.count()).isEqualTo(7);
        assertThat(told.endpoint()).isEqualTo("tcp://127.0.0.1:1");
    }

    @Test
    void shouldCountMessagesThatNobodyReceived() {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            peer.send(message("a"), message("b"), message("c"));
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 3);
            pull.close();

            assertThat(peer.awaitEnd()).isTrue();
        }
        assertThat(pull.counters().dropped()).isEqualTo(3);
        assertThat(events.await(MessagesDropped.class).count()).isEqualTo(3);
    }

    @Test
    void shouldLeaveInprocMessagesForTheNextSocketOfThatName() {
        PushSocket push = context.push();
        PullSocket first = context.pull();
        first.bind("inproc://heir");
        push.connect("inproc://heir");
        for (int i = 0; i < 10; i++) {
            push.send(ascii("m" + i));
        }
        assertThat(HealthyNeighbour.nextText(first)).isEqualTo("m0");
        first.close();
        PullSocket second = context.pull();
        second.bind("inproc://heir");

        for (int i = 1; i < 10; i++) {
            assertThat(HealthyNeighbour.nextText(second)).isEqualTo("m" + i);
        }
        assertThat(first.counters().dropped()).isZero();
    }

    @Test
    void shouldKeepInprocMessagesOfSenderThatClosed() {
        PullSocket pull = context.pull();
        pull.bind("inproc://kept");
        PushSocket push = context.push();
        push.connect("inproc://kept");
        push.send(ascii("legacy"));
        push.close();

        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("legacy");
        assertThat(push.counters().dropped()).isZero();
    }

    @Test
    void shouldCloseFromWithinAFrameHandler() {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        push.send(ascii("close!"));
        Calls.Running<Integer> polling = Calls.start(() -> pull.poll((body, more) -> pull.close(), 10, PATIENCE));

        assertThat(polling.result()).succeedsWithin(Duration.ofSeconds(4)).isEqualTo(1);
        assertThat(pull.isClosed()).isTrue();
    }

    @Test
    void shouldCloseFromWithinAMonitorListener() {
        ZmqContext own = ZmqContext.create();
        PullSocket pull = own.pull();
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        pull.addMonitorListener(event -> own.close());
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            assertThat(peer.awaitEnd()).isTrue();
        }
        assertThat(pull.isClosed()).isTrue();
        Calls.Running<Void> again = Calls.start(own::close);
        assertThat(again.result()).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldCloseContextFromManyThreadsAtOnce() {
        for (int round = 0; round < 20; round++) {
            ZmqContext own = ZmqContext.create();
            PullSocket pull = own.pull();
            PushSocket push = own.push();
            push.connect(pull.bind("tcp://127.0.0.1:*"));
            push.send(ascii("x"));
            List<Calls.Running<Void>> closing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closing.add(Calls.start(i % 2 == 0 ? own::close : push::close));
            }
            for (Calls.Running<Void> each : closing) {
                assertThat(each.result()).succeedsWithin(PATIENCE);
            }
        }
    }
}
