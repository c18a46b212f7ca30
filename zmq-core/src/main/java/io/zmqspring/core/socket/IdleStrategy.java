package io.zmqspring.core.socket;

import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Idles a caller's thread that waits to send or to receive, as the {@link WaitStrategy} of its context says. */
final class IdleStrategy {

    private static final String WAIT = "wait to send or receive";
    private static final int SPINS = 24;
    private static final int MAX_PAUSE = 64;
    private static final int STREAM_SPINS = 12;
    private static final int STREAM_PAUSE = 256;

    private final WaitStrategy strategy;
    private final NanoClock clock;

    IdleStrategy(WaitStrategy strategy, NanoClock clock) {
        this.strategy = strategy;
        this.clock = clock;
    }

    NanoClock clock() {
        return clock;
    }

    /** {@return whether threads never sleep while they wait} */
    boolean isBusySpin() {
        return strategy == WaitStrategy.BUSY_SPIN;
    }

    /**
     * Computes how often to look again before going to sleep.
     *
     * @param streaming as for {@link #pause}
     * @return maybe 0
     */
    int spins(boolean streaming) {
        if (strategy == WaitStrategy.PARK) {
            return 0;
        }
        return streaming ? STREAM_SPINS : SPINS;
    }

    /**
     * Lets a little time pass, more with each attempt.
     *
     * @param attempt from 0
     * @param streaming whether messages come one upon the other: then a longer pause lets a batch collect, since every
     *         look takes the cache line from the other side's core
     */
    static void pause(int attempt, boolean streaming) {
        int pause = streaming ? STREAM_PAUSE : Math.min(1 << Math.min(attempt, 30), MAX_PAUSE);
        for (int i = 0; i < pause; i++) {
            Thread.onSpinWait();
        }
    }

    /** Declares a wait, whether it will sleep or not: what happens to be there at once may be late the next time. */
    void begin() {
        BlockingCallGuard.enter(WAIT);
    }

    /** Sleeps until woken or the time is over. */
    void park(Object blocker, long remainingNs) {
        if (strategy == WaitStrategy.BUSY_SPIN) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(blocker, remainingNs);
        }
    }

    /**
     * Waits for a latch, also on a thread that is interrupted; the flag is set again afterwards.
     *
     * @param latch opened by another thread
     * @param clock time of the wait
     * @param maxNs longest wait
     * @return whether it is open
     */
    static boolean awaitUninterruptibly(CountDownLatch latch, NanoClock clock, long maxNs) {
        boolean interrupted = false;
        long deadline = clock.deadline(maxNs);
        try {
            while (true) {
                try {
                    return latch.await(clock.remaining(deadline), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends a wait when the thread is interrupted; the flag stays set. */
    static void throwIfInterrupted(Object socket, String verb) {
        if (Thread.currentThread().isInterrupted()) {
            throw new ZmqInterruptedException(socket + ": interrupted while waiting to " + verb);
        }
    }
}
