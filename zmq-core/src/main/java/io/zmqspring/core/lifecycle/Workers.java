package io.zmqspring.core.lifecycle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The workers of a {@link ReceiveLoop} and the mode they share. */
final class Workers {

    /** How often a wait looks whether a worker has begun to end the JVM, of which there is no signal. */
    private static final long LOOK_AGAIN_NS = 50_000_000;

    private final Runnable onEnd;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Wakeup> present = new CopyOnWriteArrayList<>();
    private final AtomicLong drainPermits = new AtomicLong();
    private int left;
    private boolean ended;
    private volatile LoopMode mode;

    /**
     * Creates a group of workers, none of which runs yet.
     *
     * @param size how many workers will {@link #leave}
     * @param mode what they are to do first
     * @param onEnd called by the last one that leaves
     */
    Workers(int size, LoopMode mode, Runnable onEnd) {
        this.left = size;
        this.mode = mode;
        this.onEnd = onEnd;
    }

    LoopMode mode() {
        return mode;
    }

    boolean isStopping() {
        return mode.compareTo(LoopMode.DRAIN) >= 0;
    }

    void join(Wakeup worker) {
        present.add(worker);
    }

    /** Ends one worker, or one that could not be started. */
    void leave() {
        present.removeIf(Wakeup::isCurrentThread);
        lock.lock();
        try {
            left--;
            changed.signalAll();
            if (left > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            onEnd.run();
        } finally {
            lock.lock();
            try {
                ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Changes the mode, unless the workers are to end already, and wakes every worker that is in a receive. When they
     * are to receive, none is woken: the receive goes on, and an interrupt from outside would be taken for the wake.
     */
    void change(LoopMode next) {
        lock.lock();
        try {
            if (isStopping() && next.compareTo(mode) < 0) {
                return;
            }
            mode = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next != LoopMode.RECEIVE) {
            present.forEach(Wakeup::wake);
        }
    }

    /**
     * Ends the workers because one of them cannot go on.
     *
     * @return {@code false} when they were to end already
     */
    boolean fail() {
        lock.lock();
        try {
            if (isStopping()) {
                return false;
            }
            change(LoopMode.END);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Begins the end, with so many messages left to handle; with none when the workers pause. */
    void drain(long messages) {
        lock.lock();
        try {
            if (!isStopping()) {
                boolean paused = mode == LoopMode.PAUSE;
                drainPermits.set(paused ? 0 : messages);
                change(paused ? LoopMode.END : LoopMode.DRAIN);
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether a worker may handle one more message while draining} */
    boolean takeDrainPermit() {
        return drainPermits.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Gives back what {@link #takeDrainPermit} gave: no message was taken for it. */
    void returnDrainPermit() {
        drainPermits.incrementAndGet();
    }

    void interruptAll() {
        present.forEach(Wakeup::interrupt);
    }

    boolean isWorker() {
        return present.stream().anyMatch(Wakeup::isCurrentThread);
    }

    /** To be called by a worker whose receive was ended by a change of the mode. */
    void receiveWoken() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, while the workers pause, until none is in a receive. */
    void awaitNoneReceiving() {
        lock.lock();
        try {
            while (mode == LoopMode.PAUSE && present.stream().anyMatch(Wakeup::isReceiving)) {
                // A worker that saw the mode before it was woken leaves its receive without a signal.
                changed.awaitNanos(1_000_000);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while the mode is still the given one. */
    void awaitOther(LoopMode current, long timeoutNs) throws InterruptedException {
        long leftNs = timeoutNs;
        lock.lockInterruptibly();
        try {
            while (mode == current && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every worker has ended, except the calling one and those that end the JVM and never return. */
    boolean awaitEnd(long timeoutNs) throws InterruptedException {
        long leftNs = timeoutNs;
        lock.lockInterruptibly();
        try {
            while (!ended && !isOnlyLeftWhatNeverEnds()) {
                if (leftNs <= 0) {
                    return false;
                }
                long waitNs = Math.min(leftNs, LOOK_AGAIN_NS);
                leftNs -= waitNs - Math.max(0, changed.awaitNanos(waitNs));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOnlyLeftWhatNeverEnds() {
        return left > 0
                && left == present.size()
                && present.stream().allMatch(worker -> worker.isCurrentThread() || worker.isEndingJvm());
    }
}
