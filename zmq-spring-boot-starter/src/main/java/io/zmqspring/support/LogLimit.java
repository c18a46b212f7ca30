package io.zmqspring.support;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps a line that a peer can cause from filling the log: so many lines at once, then one an interval. It counts the
 * lines left out. Any thread.
 */
public final class LogLimit {

    private final int burst;
    private final long intervalNs;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long fullAtNs;
    private long leftOut;

    /**
     * Creates one that lets a burst through at first.
     *
     * @param burst how many lines at once, 1 or more
     * @param interval after which there may be one more
     */
    public LogLimit(int burst, Duration interval) {
        this(burst, interval, System::nanoTime);
    }

    LogLimit(int burst, Duration interval, LongSupplier clock) {
        this.burst = burst;
        this.intervalNs = interval.toNanos();
        this.clock = clock;
        this.fullAtNs = clock.getAsLong();
    }

    /** {@return whether a line may be logged now; else it is counted as left out} */
    public boolean tryPass() {
        lock.lock();
        try {
            long nowNs = clock.getAsLong();
            long nextFullAtNs = Math.max(fullAtNs - nowNs, 0) + intervalNs;
            if (nextFullAtNs > burst * intervalNs) {
                leftOut++;
                return false;
            }
            fullAtNs = nowNs + nextFullAtNs;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many lines were left out since the last call, as text to append: empty when there were none} */
    public String leftOut() {
        lock.lock();
        try {
            String text = leftOut == 0 ? "" : " (" + leftOut + " more before this one were not logged)";
            leftOut = 0;
            return text;
        } finally {
            lock.unlock();
        }
    }
}
