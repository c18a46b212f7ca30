package io.zmqspring.listener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The workers of one run of a container, and the mode they share. */
final class WorkerGroup {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Wakeup> workers = new CopyOnWriteArrayList<>();
    private final AtomicLong drainPermits = new AtomicLong();
    private int running;
    private volatile WorkerMode mode;

    WorkerGroup(int size, WorkerMode mode) {
        this.running = size;
        this.mode = mode;
    }

    WorkerMode mode() {
        return mode;
    }

    void joins(Wakeup worker) {
        workers.add(worker);
    }

    void leaves(Wakeup worker) {
        lock.lock();
        try {
            workers.remove(worker);
            running--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the mode and wakes every worker, unless they are to end already. */
    void change(WorkerMode next) {
        lock.lock();
        try {
            if (mode.compareTo(WorkerMode.DRAIN) >= 0 && next.compareTo(mode) < 0) {
                return;
            }
            mode = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        workers.forEach(Wakeup::wake);
    }

    /** Changes to {@link WorkerMode#DRAIN} with so many messages left to deliver. */
    void drain(long messages) {
        drainPermits.set(messages);
        change(WorkerMode.DRAIN);
    }

    /** {@return whether a worker may deliver one more message while draining} */
    boolean takeDrainPermit() {
        return drainPermits.getAndDecrement() > 0;
    }

    void interruptAll() {
        workers.forEach(Wakeup::interrupt);
    }

    boolean isWorker() {
        return workers.stream().anyMatch(Wakeup::isCurrentThread);
    }

    /** Waits while the mode is still the given one. */
    void awaitOther(WorkerMode current, long timeoutNs) throws InterruptedException {
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

    /** Waits until every worker has ended. */
    boolean awaitEnd(long timeoutNs) throws InterruptedException {
        long leftNs = timeoutNs;
        lock.lockInterruptibly();
        try {
            while (running > 0) {
                if (leftNs <= 0) {
                    return false;
                }
                leftNs = changed.awaitNanos(leftNs);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
