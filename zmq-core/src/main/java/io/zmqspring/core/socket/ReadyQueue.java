package io.zmqspring.core.socket;

import io.zmqspring.core.loop.BlockingCallGuard;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Things that may have become ready, each once, and the sleep of the thread that looks at them. Any thread puts in; one
 * thread at a time takes out and sleeps.
 *
 * <p>No wake-up is lost. A thing is put in and then the sleep is looked at; the sleep is declared and then the queue is
 * looked at. A thing that is taken out may be put in again before the thread looks at it.
 *
 * @param <T> the things
 */
public final class ReadyQueue<T> {

    private final AtomicReference<@Nullable Entry<T>> arrivals = new AtomicReference<>();
    private final LoopWait loops;
    private final Sleep park = timeoutNs -> LockSupport.parkNanos(this, timeoutNs);

    /** Taken out of {@link #arrivals}, oldest first. */
    private @Nullable Entry<T> taken;

    private volatile boolean woken;
    private volatile @Nullable Thread sleeper;
    private volatile @Nullable Runnable waker;

    /** @param loops of the sockets that put in */
    public ReadyQueue(LoopWait loops) {
        this.loops = loops;
    }

    /** The place of one thing in the queue; running it puts the thing in, unless it is there. */
    public static final class Entry<T> implements Runnable {

        private final ReadyQueue<T> queue;
        private final T thing;
        private final AtomicBoolean queued = new AtomicBoolean();
        private @Nullable Entry<T> next;

        private Entry(ReadyQueue<T> queue, T thing) {
            this.queue = queue;
            this.thing = thing;
        }

        /** The thing may have become ready. Any thread; it does not wait. */
        @Override
        public void run() {
            if (!queued.get() && queued.compareAndSet(false, true)) {
                queue.put(this);
            }
        }
    }

    /**
     * Creates a place for a thing.
     *
     * @param thing that may become ready
     * @return its place
     */
    public Entry<T> entry(T thing) {
        return new Entry<>(this, thing);
    }

    private void put(Entry<T> entry) {
        Entry<T> first;
        do {
            first = arrivals.get();
            entry.next = first;
        } while (!arrivals.compareAndSet(first, entry));
        wakeSleeper();
    }

    /** {@return the thing that has been in longest, or {@code null}; it is taken out} */
    public @Nullable T poll() {
        if (taken == null) {
            takeArrivals();
        }
        Entry<T> entry = taken;
        if (entry == null) {
            return null;
        }
        taken = entry.next;
        entry.next = null;
        // Ahead of the caller's look at the thing: what happens from now on puts it in again.
        entry.queued.set(false);
        return entry.thing;
    }

    private void takeArrivals() {
        Entry<T> newest = arrivals.get() == null ? null : arrivals.getAndSet(null);
        while (newest != null) {
            Entry<T> older = newest.next;
            newest.next = taken;
            taken = newest;
            newest = older;
        }
    }

    /** Ends the sleep, or the next one at once. Any thread. */
    public void wake() {
        woken = true;
        wakeSleeper();
    }

    /** {@return whether {@link #wake} was called since the last call of this} */
    public boolean takeWoken() {
        boolean was = woken;
        if (was) {
            woken = false;
        }
        return was;
    }

    private void wakeSleeper() {
        Runnable other = waker;
        if (other != null) {
            other.run();
        } else {
            LockSupport.unpark(sleeper);
        }
    }

    /** Sleep of a thread that waits for something else too. */
    @FunctionalInterface
    public interface Sleep {

        /** @param timeoutNs longest sleep */
        void sleep(long timeoutNs);
    }

    /**
     * Sleeps until something is put in, {@link #wake} is called, or the thread is interrupted.
     *
     * @param timeoutNs longest sleep
     */
    public void sleep(long timeoutNs) {
        sleep(timeoutNs, park, null);
    }

    /**
     * Sleeps as {@link #sleep(long)}, in another way.
     *
     * @param timeoutNs longest sleep
     * @param sleep may end early
     * @param wakesIt ends that sleep, also one about to begin; {@code null} when an unpark does
     */
    public void sleep(long timeoutNs, Sleep sleep, @Nullable Runnable wakesIt) {
        BlockingCallGuard.enter("wait for sockets");
        waker = wakesIt;
        sleeper = Thread.currentThread();
        loops.enter();
        try {
            if (!woken && taken == null && arrivals.get() == null) {
                sleep.sleep(timeoutNs);
            }
        } finally {
            loops.leave();
            sleeper = null;
            waker = null;
        }
    }
}
