package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadyQueueTest {

    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ReadyQueue<String> queue = new ReadyQueue<>(new LoopWait());
    private final ReadyQueue.Entry<String> first = queue.entry("first");
    private final ReadyQueue.Entry<String> second = queue.entry("second");

    @Test
    void shouldGiveEachThingOnceOldestFirst() {
        second.run();
        first.run();
        second.run();
        assertThat(queue.poll()).isEqualTo("second");
        second.run();
        assertThat(queue.poll()).isEqualTo("first");
        assertThat(queue.poll()).isEqualTo("second");
        assertThat(queue.poll()).isNull();
        first.run();
        assertThat(queue.poll()).isEqualTo("first");
    }

    @Test
    void shouldNotSleepWhenSomethingCameAheadOfTheSleep() {
        first.run();
        queue.sleep(LONG_NS);
        second.run();
        assertThat(queue.poll()).isEqualTo("first");
        queue.sleep(LONG_NS);
        assertThat(queue.poll()).isEqualTo("second");
        queue.wake();
        queue.sleep(LONG_NS);
        assertThat(queue.takeWoken()).isTrue();
        assertThat(queue.takeWoken()).isFalse();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void shouldEndASleepOfEitherKind() {
        Calls.Running<Void> sleeping = Calls.start(() -> queue.sleep(LONG_NS)).awaitWaiting();
        first.run();
        assertThat(sleeping.result()).succeedsWithin(PATIENCE);
        assertThat(queue.poll()).isEqualTo("first");

        AtomicInteger woken = new AtomicInteger();
        Thread[] sleeper = new Thread[1];
        sleeping = Calls.start(() -> {
                    sleeper[0] = Thread.currentThread();
                    queue.sleep(
                            LONG_NS,
                            timeoutNs -> {
                                while (woken.get() == 0) {
                                    LockSupport.parkNanos(timeoutNs);
                                }
                            },
                            () -> {
                                woken.incrementAndGet();
                                LockSupport.unpark(sleeper[0]);
                            });
                })
                .awaitWaiting();
        queue.wake();
        assertThat(sleeping.result()).succeedsWithin(PATIENCE);
        assertThat(woken).hasValue(1);
    }

    /** One thread hands over a round, the other gives it back: a lost wake-up would end it. */
    @Test
    void shouldLoseNoWakeUp() {
        int rounds = 100_000;
        AtomicInteger seen = new AtomicInteger();
        Calls.Running<Void> taking = Calls.start(() -> {
            while (seen.get() < rounds) {
                if (queue.poll() != null) {
                    seen.incrementAndGet();
                } else {
                    queue.sleep(LONG_NS);
                }
            }
        });
        for (int i = 1; i <= rounds; i++) {
            (i % 2 == 0 ? first : second).run();
            while (seen.get() < i && !taking.result().isDone()) {
                Thread.onSpinWait();
            }
        }
        assertThat(taking.result()).succeedsWithin(PATIENCE);
    }
}
