package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.socket.ContextCore;
import io.zmqspring.core.socket.SocketCore;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.time.NanoClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each socket has the linger of its own options, whoever closes it, and whatever else its context closes. */
@Timeout(60)
class LingerOfEachSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MESSAGES = 100;
    private static final int OTHERS = 8;

    /** Longer than the linger of one second and what an end may take besides. */
    private static final long AHEAD_NS = TimeUnit.SECONDS.toNanos(7);

    @TempDir
    Path directory;

    @Test
    void shouldDropOnlyWhatIsQueuedAtSocketsWhoseTimeIsOver() {
        AheadClock clock = new AheadClock();
        ContextCore context = new ContextCore(ContextOptions.defaults(), "here", clock);
        List<SocketCore> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(sender(context, "nobody", Duration.ofSeconds(1), 1));
        }
        SocketCore patient = sender(context, "late", Duration.ofSeconds(40), MESSAGES);

        Calls.Running<Void> closing = Calls.start(() -> {
            clock.ahead = Thread.currentThread();
            context.close();
        });

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> others.stream().allMatch(other -> other.counters().dropped() == 1));
        assertThat(receivedAt("late")).isEqualTo(MESSAGES);
        assertThat(closing.result()).succeedsWithin(PATIENCE);
        assertThat(patient.counters().dropped()).isZero();
    }

    @Test
    void shouldLingerWhenTheContextIsClosedWhileAnotherThreadBeginsToCloseTheSocket() throws InterruptedException {
        StoppingClock clock = new StoppingClock();
        ContextCore context = new ContextCore(ContextOptions.defaults(), "here", clock);
        SocketCore socket = sender(context, "late", Duration.ofSeconds(40), MESSAGES);
        Calls.Running<Void> first = Calls.start(() -> {
            clock.stopped = Thread.currentThread();
            socket.close();
        });
        assertThat(clock.entered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        Calls.Running<Void> second = Calls.start(context::close);

        Awaitility.await().atMost(PATIENCE).until(() -> context.isClosed() && socket.isClosed());
        assertThat(receivedAt("late")).isEqualTo(MESSAGES);
        assertThat(second.result()).succeedsWithin(PATIENCE);
        clock.goOn.countDown();
        assertThat(first.result()).succeedsWithin(PATIENCE);
        assertThat(socket.counters().dropped()).isZero();
    }

    private SocketCore sender(ContextCore context, String name, Duration linger, int messages) {
        SocketCore socket = context.socket(
                SocketType.PUSH,
                SocketOptions.builder()
                        .linger(linger)
                        .reconnectIntervalMax(Duration.ofMillis(200))
                        .build());
        socket.connect(address(name), null);
        for (int i = 0; i < messages; i++) {
            assertThat(socket.send(new byte[10], 0)).isTrue();
        }
        return socket;
    }

    private int receivedAt(String name) {
        try (ZmqContext other = ZmqContext.create()) {
            PullSocket pull = other.pull();
            pull.bind(address(name));
            int count = 0;
            while (count < MESSAGES && pull.receive(PATIENCE) != null) {
                count++;
            }
            return count;
        }
    }

    private String address(String name) {
        return "ipc://" + directory.resolve(name);
    }

    /** Shows one thread a later time. */
    private static final class AheadClock implements NanoClock {

        private volatile Thread ahead;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long remaining(long deadline) {
            long left = NanoClock.super.remaining(deadline);
            return Thread.currentThread() == ahead ? left - AHEAD_NS : left;
        }
    }

    /** Holds one thread where it computes its deadline. */
    private static final class StoppingClock implements NanoClock {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile Thread stopped;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long deadline(long timeoutNs) {
            if (Thread.currentThread() == stopped) {
                entered.countDown();
                try {
                    assertThat(goOn.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return NanoClock.super.deadline(timeoutNs);
        }
    }
}
