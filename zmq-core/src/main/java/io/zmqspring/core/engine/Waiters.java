package io.zmqspring.core.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait for one thing. A thread adds itself, looks once more whether it must wait, and parks; whoever brings the thing makes it
 * visible first and then wakes.
 */
final class Waiters {

    /** The only one as a rule: waiting then leaves no garbage. */
    private final AtomicReference<@Nullable Thread> first = new AtomicReference<>();

    private final ConcurrentLinkedQueue<Thread> others = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(Thread thread) {
        if (!first.compareAndSet(null, thread)) {
            others.add(thread);
        }
        count.incrementAndGet();
    }

    void remove(Thread thread) {
        if (!first.compareAndSet(thread, null)) {
            others.remove(thread);
        }
        count.decrementAndGet();
    }

    void wakeAll() {
        if (count.get() != 0) {
            LockSupport.unpark(first.get());
            if (!others.isEmpty()) {
                others.forEach(LockSupport::unpark);
            }
        }
    }
}
