package io.zmqspring.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpinLockTest {

    private static final long JOIN_MS = 20_000;

    private final SpinLock lock = new SpinLock();
    private final List<Thread> started = new ArrayList<>();
    private int unguarded;

    @AfterEach
    void everyThreadEnds() throws InterruptedException {
        for (Thread thread : started) {
            thread.join(JOIN_MS);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void shouldBeFreeAtFirstAndAfterUnlock() {
        assertThat(lock.isLocked()).isFalse();
        lock.lock();
        assertThat(lock.isLocked()).isTrue();
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
        assertThat(lock.tryLock()).isTrue();
    }

    @Test
    void shouldNotBeReentrant() {
        lock.lock();

        assertThat(lock.tryLock()).isFalse();
        assertThat(lock.tryLock(0)).isFalse();
        assertThat(lock.tryLock(1_000)).isFalse();
        assertThat(lock.isLocked()).isTrue();
    }

    @Test
    void shouldExcludeOthers() throws InterruptedException {
        final int rounds = 20_000;
        final int threads = 4;
        for (int t = 0; t < threads; t++) {
            int way = t;
            start(() -> {
                for (int i = 0; i < rounds; i++) {
                    take(way);
                    int seen = unguarded;
                    if (i % 997 == 0) {
                        Thread.yield();
                    }
                    unguarded = seen + 1;
                    lock.unlock();
                }
            });
        }
        everyThreadEnds();

        assertThat(unguarded).isEqualTo(rounds * threads);
    }

    private void take(int way) {
        if (way == 0) {
            while (!lock.tryLock()) {
                Thread.yield();
            }
        } else if (way == 1) {
            while (!lock.tryLock(10_000)) {
                Thread.yield();
            }
        } else {
            lock.lock();
        }
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOverAndNotBefore() {
        lock.lock();
        long begin = System.nanoTime();

        boolean taken = lock.tryLock(TimeUnit.MILLISECONDS.toNanos(3));

        assertThat(taken).isFalse();
        assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MICROSECONDS.toNanos(100));
    }

    @Test
    void shouldTakeTheLockThatComesFreeInTime() {
        lock.lock();
        AtomicBoolean taken = new AtomicBoolean();
        Thread waiter = start(() -> taken.set(lock.tryLock(TimeUnit.SECONDS.toNanos(JOIN_MS))));
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

        lock.unlock();

        Awaitility.await().untilTrue(taken);
        assertThat(lock.isLocked()).isTrue();
    }

    @Test
    void shouldKeepAnInterruptAndWaitOn() throws InterruptedException {
        lock.lock();
        CountDownLatch taken = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiter = start(() -> {
            lock.lock();
            interrupted.set(Thread.currentThread().isInterrupted());
            taken.countDown();
        });
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

        waiter.interrupt();
        Awaitility.await().until(() -> !waiter.isInterrupted());
        assertThat(taken.getCount()).isOne();
        lock.unlock();

        assertThat(taken.await(JOIN_MS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void shouldKeepAnInterruptWhenTheTimeIsOver() {
        lock.lock();
        AtomicBoolean taken = new AtomicBoolean(true);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiter = start(() -> {
            Thread.currentThread().interrupt();
            taken.set(lock.tryLock(TimeUnit.MILLISECONDS.toNanos(2)));
            interrupted.set(Thread.currentThread().isInterrupted());
        });

        Awaitility.await().until(() -> !waiter.isAlive());
        assertThat(taken).isFalse();
        assertThat(interrupted).isTrue();
    }

    private Thread start(Runnable body) {
        Thread thread = new Thread(body);
        started.add(thread);
        thread.start();
        return thread;
    }
}
