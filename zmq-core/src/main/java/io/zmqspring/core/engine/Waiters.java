package io.zmqspring.core.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait for one thing. A thread adds itself, looks once more whether it must wait, and parks; whoever brings the thing makes it
 * visible first and then wakes.
 */
final class Waiters {

    private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(Thread thread) {
        threads.add(thread);
        count.incrementAndGet();
    }

    void remove(Thread thread) {
        threads.remove(thread);
        count.decrementAndGet();
    }

    void wakeAll() {
        if (count.get() != 0) {
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
            }
        }
    }
}
