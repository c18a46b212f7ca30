package io.zmqspring.core.request;

import io.zmqspring.core.ring.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the requests in flight, and bounds them. Requests that begin and requests that are over have counters of their
 * own, so that the threads on both sides do not share a cache line. Any thread.
 */
final class InFlight {

    private final int most;
    private final Counter begun = new Counter();
    private final Counter over = new Counter();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile int waiting;
    private volatile boolean closed;
    private long overSeen;

    /** @param most requests at a time */
    InFlight(int most) {
        this.most = most;
    }

    /** {@return whether one more request may begin; it then counts as begun} Acts as a full fence. */
    boolean tryBegin() {
        long before = begun.add(1);
        if (before - overSeen < most) {
            return true;
        }
        long seen = over.get();
        overSeen = seen;
        if (before - seen < most) {
            return true;
        }
        begun.add(-1);
        return false;
    }

    /**
     * Waits until one more may begin.
     *
     * @param maxNs longest wait
     * @return whether it has begun; {@code false} when the time is over or after {@link #close}
     * @throws InterruptedException when interrupted
     */
    boolean begin(long maxNs) throws InterruptedException {
        long left = maxNs;
        lock.lockInterruptibly();
        try {
            waiting++;
            while (!closed) {
                // After "waiting" is raised: a thread that ends a request looks at it afterwards.
                if (tryBegin()) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return false;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Counts requests that are over. Acts as a full fence. */
    void end(int count) {
        over.add(count);
        if (waiting > 0) {
            lock.lock();
            try {
                for (int i = Math.min(count, waiting); i > 0; i--) {
                    changed.signal();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** From now on nobody waits. */
    void close() {
        closed = true;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many are in flight} */
    long count() {
        long ended = over.get();
        return begun.get() - ended;
    }

    /** {@return how many have begun} */
    long begun() {
        return begun.get();
    }

    private static final class Counter extends Padded {

        private static final VarHandle VALUE;

        static {
            try {
                VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
            } catch (ReflectiveOperationException missing) {
                throw new ExceptionInInitializerError(missing);
            }
        }

        private volatile long value;

        long add(long change) {
            return (long) VALUE.getAndAdd(this, change);
        }

        long get() {
            return value;
        }
    }
}
