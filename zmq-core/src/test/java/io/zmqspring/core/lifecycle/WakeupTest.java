package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakeupTest {

    @Test
    void shouldNotInterruptAWorkerThatDoesNotWait() {
        Wakeup wakeup = new Wakeup(Thread.currentThread());

        wakeup.wake();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldInterruptAWaitAndLeaveNothingOfItBehind() {
        Wakeup wakeup = new Wakeup(Thread.currentThread());
        wakeup.receiveBegins();

        wakeup.wake();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        boolean woken = wakeup.receiveEnds();

        assertThat(woken).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        wakeup.receiveBegins();
        assertThat(wakeup.receiveEnds()).isFalse();
    }

    @Test
    void shouldNeverReachTheWorkBetweenTwoWaits() throws InterruptedException {
        Thread worker = Thread.currentThread();
        Wakeup wakeup = new Wakeup(worker);
        AtomicBoolean done = new AtomicBoolean();
        Thread waker = new Thread(() -> {
            while (!done.get()) {
                wakeup.wake();
            }
        });
        waker.start();
        int strays = 0;
        for (int i = 0; i < 2_000; i++) {
            wakeup.receiveBegins();
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(1));
            wakeup.receiveEnds();
            for (int work = 0; work < 20; work++) {
                strays += worker.isInterrupted() ? 1 : 0;
            }
        }
        done.set(true);
        waker.join();

        assertThat(strays).isZero();
        assertThat(Thread.interrupted()).isFalse();
    }
}
