package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WaitQueueTest {

    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    private final WaitQueue waitQueue = new WaitQueue();

    @Test
    void shouldTakeOneThreadOffTheListWithEachWakeUp() {
        Thread[] threads = {new Thread(), new Thread(), new Thread()};
        for (Thread thread : threads) {
            waitQueue.add(thread);
        }

        waitQueue.wakeOne();
        assertThat(threads).filteredOn(waitQueue::isWaiting).hasSize(2);
        waitQueue.wakeOne();
        waitQueue.wakeOne();
        waitQueue.wakeOne();
        assertThat(threads).noneMatch(waitQueue::isWaiting);

        assertThat(waitQueue.renew(threads[1])).isTrue();
        assertThat(waitQueue.renew(threads[1])).isFalse();
        assertThat(waitQueue.remove(threads[0])).isFalse();
        assertThat(waitQueue.remove(threads[1])).isTrue();
        assertThat(waitQueue.isEmpty()).isFalse();
        assertThat(waitQueue.remove(threads[2])).isFalse();
        assertThat(waitQueue.isEmpty()).isTrue();
    }

    @Test
    void shouldWakeEveryThreadThatWaitsWhileOthersComeAndGo() throws InterruptedException {
        final int rounds = 30_000;
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger brought = new AtomicInteger();
        AtomicInteger missed = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Thread comer = new Thread(() -> {
            while (!done.get()) {
                waitQueue.add(Thread.currentThread());
                waitQueue.remove(Thread.currentThread());
            }
        });
        Thread waiter = new Thread(() -> {
            for (int round = 1; round <= rounds && missed.get() == 0; round++) {
                waitQueue.add(Thread.currentThread());
                asked.set(round);
                long begin = System.nanoTime();
                while (brought.get() < round) {
                    LockSupport.parkNanos(this, LIMIT_NS);
                    if (System.nanoTime() - begin >= LIMIT_NS) {
                        missed.incrementAndGet();
                        break;
                    }
                }
                waitQueue.remove(Thread.currentThread());
            }
            done.set(true);
        });
        comer.start();
        waiter.start();
        for (int round = 1; round <= rounds && !done.get(); round++) {
            while (asked.get() < round && !done.get()) {
                Thread.onSpinWait();
            }
            brought.set(round);
            waitQueue.wakeAll();
        }
        waiter.join(TimeUnit.NANOSECONDS.toMillis(3 * LIMIT_NS));
        done.set(true);
        comer.join(TimeUnit.NANOSECONDS.toMillis(LIMIT_NS));

        assertThat(missed.get()).as("missed at round %d", asked.get()).isZero();
        assertThat(waiter.isAlive()).isFalse();
        assertThat(asked.get()).isEqualTo(rounds);
    }
}
