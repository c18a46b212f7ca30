package io.zmqspring.core.socket;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait for one kind of thing: a message, or room for one. A thread adds itself, looks once more whether it
 * must wait, and parks. A thread that brings the thing makes it visible first and then calls {@link #wakeOne}.
 *
 * <p>No wake-up is lost, although only one thread is woken. {@code wakeOne} takes a thread off the list, and that
 * thread is then the bearer of the wake-up until it has looked under the lock of its side. There are three cases. It
 * finds nothing: then the side has gone to rest, and the thread that brings the next thing calls {@code wakeOne} again.
 * It finds something: then it takes that, and wakes another when there is or may be more. Or it never looks, since its
 * time is over, it is interrupted, or it fails: then it wakes another as it leaves. {@link #remove} and {@link #renew}
 * return whether the thread is a bearer. A call of {@code wakeOne} that finds no thread on the list is no loss: a
 * thread that is added later looks after it was added, and a bearer has yet to look.
 *
 * <p>A thread asks {@link #isWaiting} between its look and its sleep. That it was woken is on record there; the permit
 * of {@link LockSupport} is not enough, for a short sleep at the lock may have used it up.
 *
 * <p>Watchers wait for the same thing without a thread of their own, such as a poller's. Each is called whenever a
 * thread would be woken, also when none waits.
 */
final class WaitQueue {

    /** The first thread, as a rule the only one: waiting then leaves no garbage. */
    private final AtomicReference<@Nullable Thread> first = new AtomicReference<>();

    private final ConcurrentLinkedQueue<Thread> others = new ConcurrentLinkedQueue<>();

    /** Threads between {@link #add} and {@link #remove}, bearers among them. */
    private final AtomicInteger count = new AtomicInteger();

    /** Replaced as a whole, so that a look at it leaves no garbage. */
    private volatile Runnable[] watchers = {};

    void add(Thread thread) {
        enlist(thread);
        count.incrementAndGet();
    }

    private void enlist(Thread thread) {
        if (!first.compareAndSet(null, thread)) {
            others.add(thread);
        }
    }

    /** {@return whether nobody woke the thread; if not, it must pass the wake-up on} */
    boolean remove(Thread thread) {
        boolean waited = first.compareAndSet(thread, null) || others.remove(thread);
        count.decrementAndGet();
        return waited;
    }

    /**
     * Puts a thread that was woken on the list again, before it looks.
     *
     * @param thread between {@link #add} and {@link #remove}
     * @return whether it had been woken
     */
    boolean renew(Thread thread) {
        if (isWaiting(thread)) {
            return false;
        }
        enlist(thread);
        return true;
    }

    /** {@return whether the thread was added, and not woken since} */
    boolean isWaiting(Thread thread) {
        return first.get() == thread || others.contains(thread);
    }

    /** {@return whether no thread waits or is about to look} */
    boolean isEmpty() {
        return count.get() == 0;
    }

    /** @param watcher called, on any thread and maybe under locks, when a thread would be woken; it does not wait */
    synchronized void watch(Runnable watcher) {
        Runnable[] more = Arrays.copyOf(watchers, watchers.length + 1);
        more[more.length - 1] = watcher;
        watchers = more;
    }

    /** @param watcher not called any more, but for a call that has begun */
    synchronized void unwatch(Runnable watcher) {
        watchers = Arrays.stream(watchers).filter(each -> each != watcher).toArray(Runnable[]::new);
    }

    void callWatchers() {
        for (Runnable watcher : watchers) {
            watcher.run();
        }
    }

    /** Wakes one thread, which bears the wake-up from now on. */
    void wakeOne() {
        callWatchers();
        if (count.get() != 0) {
            Thread next = first.get() == null ? null : first.getAndSet(null);
            if (next == null) {
                next = others.poll();
            }
            LockSupport.unpark(next);
        }
    }

    /** Wakes each thread that waits now; each bears a wake-up from now on. */
    void wakeEach() {
        callWatchers();
        int waiting = count.get();
        if (waiting != 0) {
            LockSupport.unpark(first.getAndSet(null));
            // A woken thread may be on the list again at once, but behind those that have waited.
            for (int i = 0; i < waiting; i++) {
                LockSupport.unpark(others.poll());
            }
        }
    }

    /** Wakes all threads, for something that is true for every one of them from now on. */
    void wakeAll() {
        callWatchers();
        if (count.get() != 0) {
            LockSupport.unpark(first.get());
            if (!others.isEmpty()) {
                others.forEach(LockSupport::unpark);
            }
        }
    }
}
