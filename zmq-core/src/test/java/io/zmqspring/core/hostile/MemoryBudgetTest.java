package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.ContextCounters;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.Collections;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Memory of a context is used up: peers are paused, or the one whose unfinished message has most of it is closed, and
 * no other.
 */
@Timeout(60)
class MemoryBudgetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MIB = 1 << 20;

    private final ZmqContext context = ZmqContext.create(ContextOptions.builder()
            .maxDirectMemory(8 * MIB)
            .maxBodyMemory(4 * MIB)
            .build());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldCloseOnlyThePeerOfTheLargestUnfinishedMessageWhenDirectMemoryIsUsedUp() {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer good = RawPeer.connect(endpoint).handshake("PUSH");
                RawPeer small = RawPeer.connect(endpoint).handshake("PUSH");
                RawPeer bad = RawPeer.connect(endpoint).handshake("PUSH")) {
            small.send(frame(MORE, new byte[50_000]));
            byte[] part = frame(MORE, new byte[60_000]);
            Calls.Running<Integer> flood = Calls.start(() -> {
                int sent = 0;
                while (sent < 700 && bad.trySend(part)) {
                    sent++;
                }
                return sent;
            });

            assertThat(events.await(Disconnected.class).reason())
                    .contains("direct memory of the context is used up")
                    .contains("limit=8388608");
            assertThat(flood.result()).succeedsWithin(PATIENCE);

            byte[] message = frame(0, new byte[60_000]);
            Calls.Running<Void> sending = Calls.start(() -> {
                for (int i = 0; i < 200; i++) {
                    good.send(message);
                }
            });
            for (int i = 0; i < 200; i++) {
                assertThat(pull.receive(PATIENCE)).as("message %d", i).hasSize(60_000);
            }
            assertThat(sending.result()).succeedsWithin(PATIENCE);
            small.send(frame(0, new byte[7]));
            assertThat(pull.receiveMessage(PATIENCE)).isNotNull();
            assertThat(events.all(Disconnected.class)).hasSize(1);
            assertThat(context.counters().givenUpForMemory()).isEqualTo(1);
            assertThat(context.counters().memoryLimitBytes()).isEqualTo(8 * MIB);
            assertThat(context.counters().memoryBytes()).isLessThanOrEqualTo(8 * MIB);
        }
    }

    @Test
    void shouldCloseThePeerWhoseBodyIsLargerThanAllBodyMemoryWhenThatIsTheLeastAllowed() {
        ContextOptions least = ContextOptions.builder().maxBodyMemory(MIB).build();
        try (ZmqContext small = ZmqContext.create(least)) {
            PullSocket pull = small.pull();
            EventRecorder events = EventRecorder.of(pull);
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            try (RawPeer bad = RawPeer.connect(endpoint).handshake("PUSH");
                    RawPeer good = RawPeer.connect(endpoint).handshake("PUSH")) {
                byte[] large = frame(0, new byte[2 * MIB]);
                Calls.start(() -> bad.trySend(large));

                assertThat(events.await(Disconnected.class).reason())
                        .contains("body memory of the context is used up")
                        .contains("limit=1048576");
                good.send(frame(0, new byte[800_000]));
                assertThat(pull.receive(PATIENCE)).hasSize(800_000);
                assertThat(small.counters().givenUpForMemory()).isOne();
            }
        }
    }

    @Test
    void shouldUseTheRingsThatAnUnfinishedMessageHasOutgrownForAnother() {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        byte[] half =
                join(Collections.nCopies(30, frame(MORE, new byte[60_000])).toArray(new byte[0][]));
        try (RawPeer first = RawPeer.connect(endpoint).handshake("PUSH");
                RawPeer second = RawPeer.connect(endpoint).handshake("PUSH")) {
            Calls.Running<RawPeer> one = Calls.start(() -> first.send(half));
            assertThat(one.result()).succeedsWithin(PATIENCE);
            awaitMemory(3 * MIB);
            Calls.Running<RawPeer> other = Calls.start(() -> second.send(half));
            assertThat(other.result()).succeedsWithin(PATIENCE);
            awaitMemory(5 * MIB);
            first.send(frame(0, new byte[1]));
            second.send(frame(0, new byte[2]));

            for (int i = 0; i < 2; i++) {
                ZmqMessage whole = pull.receiveMessage(PATIENCE);
                assertThat(whole).as("message %d", i).isNotNull();
                assertThat(whole.frameCount()).isEqualTo(31);
            }
            assertThat(events.all(Disconnected.class)).isEmpty();
            assertThat(context.counters().givenUpForMemory()).isZero();
        }
    }

    private void awaitMemory(long bytes) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(context.counters().memoryBytes()).isGreaterThan(bytes));
    }

    @Test
    void shouldPauseAPeerWhileLargeBodiesWaitAndGoOnWhenTheyAreReceived() {
        int count = 30;
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            byte[] message = frame(0, new byte[MIB]);
            Calls.Running<Void> sending = Calls.start(() -> {
                for (int i = 0; i < count; i++) {
                    peer.send(message);
                }
            });
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() >= 2);
            for (int i = 0; i < count; i++) {
                ContextCounters counters = context.counters();
                assertThat(counters.bodyBytes()).isLessThanOrEqualTo(counters.bodyLimitBytes());
                assertThat(pull.receive(PATIENCE)).as("message %d", i).hasSize(MIB);
            }
            assertThat(sending.result()).succeedsWithin(PATIENCE);
            assertThat(events.all(Disconnected.class)).isEmpty();
            assertThat(context.counters().bodyBytes()).isZero();
        }
    }

    @Test
    void shouldTellSendersThatThereIsNoRoomUntilThePeerReads() {
        PushSocket push = context.push(
                SocketOptions.builder().sendHwm(0).sendHwmBytes(1L << 30).build());
        try (RawPeer slow = RawPeer.connect(push.bind("tcp://127.0.0.1:*")).handshake("PULL")) {
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            int sent = 0;
            while (sent < 100 && push.send(new byte[MIB], Duration.ofMillis(200))) {
                sent++;
            }
            assertThat(sent).isBetween(3, 30);
            assertThat(context.counters().bodyBytes()).isBetween(1L, 4L * MIB);

            for (int i = 0; i < sent; i++) {
                assertThat(slow.readMessage()).hasSize(MIB);
            }
            assertThat(push.send(new byte[MIB], PATIENCE)).isTrue();
        }
    }
}
