package io.zmqspring.core.ring;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in use of one kind of memory, and their limit. A caller that finds no room is called back once when there may
 * be room; callers that have waited longest come first. Any thread.
 */
public final class MemoryAccount {

    /** Up to this size, in bytes, a claim may use all of the limit; larger claims leave an eighth to small ones. */
    private static final long SMALL = 1 << 16;

    private final long limit;
    private final LongSupplier outside;
    private final @Nullable BooleanSupplier lookLater;
    private final AtomicBoolean looksLater = new AtomicBoolean();
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();
    private final SpinLock lock = new SpinLock();

    /** In the order in which they came; under the lock. */
    private final Map<Runnable, Long> waiters = new LinkedHashMap<>();

    private final UnfinishedMessages unfinished;
    private volatile boolean hasWaiters;

    /** Memory came back while something waited, since the last look. */
    private final AtomicBoolean cameBack = new AtomicBoolean();

    /** @param limit most bytes */
    public MemoryAccount(long limit) {
        this(limit, () -> Long.MAX_VALUE, null);
    }

    /**
     * Creates an account that is looked at again while anything waits, as one of memory must be that has other users
     * too, which give no notice when they free some.
     *
     * @param limit most bytes
     * @param outside bytes that all together may still have
     * @param lookLater has {@link BufferPool#lookAgain} or {@link #lookAgain()} called after a while, or answers {@code
     *     false}: then it is asked again when a caller finds no room; must neither block nor throw
     */
    public MemoryAccount(long limit, LongSupplier outside, @Nullable BooleanSupplier lookLater) {
        this.limit = limit;
        this.outside = outside;
        this.lookLater = lookLater;
        this.unfinished = new UnfinishedMessages(limit);
    }

    /** {@return an account that refuses nothing} */
    public static MemoryAccount unlimited() {
        return new MemoryAccount(Long.MAX_VALUE);
    }

    /** {@return most bytes} */
    public long limit() {
        return limit;
    }

    /** {@return bytes in use} */
    public long used() {
        return used.get();
    }

    /** {@return how many unfinished messages were given up with their connections} */
    public long givenUp() {
        return givenUp.get();
    }

    /** Counts an unfinished message that was given up with its connection. */
    public void countGivenUp() {
        givenUp.incrementAndGet();
    }

    /**
     * Claims memory.
     *
     * @param bytes how many
     * @return whether there was room; if not, nothing is claimed
     */
    public boolean tryClaim(long bytes) {
        long most = most(bytes);
        long before = used.get();
        while (before + bytes <= most) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    /** {@return most bytes that one large claim can ever get} */
    public long maxClaim() {
        return limit - (limit >> 3);
    }

    /**
     * Looks whether a claim would succeed now.
     *
     * @param bytes how many
     * @return whether there is room
     */
    public boolean hasRoom(long bytes) {
        return isWithinLimit(bytes) && outside.getAsLong() >= bytes;
    }

    private boolean isWithinLimit(long bytes) {
        return room(bytes) >= bytes;
    }

    /** {@return bytes left for a claim of that size; below 0 when more than it may have is in use} */
    long room(long bytes) {
        return most(bytes) - used.get();
    }

    private long most(long bytes) {
        return bytes <= SMALL ? limit : maxClaim();
    }

    /**
     * Claims memory that is in use already, whether there is room or not.
     *
     * @param bytes how many
     */
    public void claim(long bytes) {
        used.addAndGet(bytes);
    }

    /**
     * Gives memory back.
     *
     * @param bytes claimed before
     */
    public void release(long bytes) {
        used.addAndGet(-bytes);
        memoryCameBack();
    }

    /** @param holder has memory that only comes back when its peer sends the rest of a message, until {@link #leave} */
    public void join(Holder holder) {
        unfinished.join(holder);
    }

    /** @param holder given to {@link #join}, or not */
    public void leave(Holder holder) {
        unfinished.leave(holder);
    }

    /**
     * Asks to be called once when there may be room, on the thread that made it or on this one. Asking again only
     * changes the number, and keeps the place among those that wait.
     *
     * @param bytes wanted
     * @param action must neither block nor throw; it tries again, and may have to wait again
     */
    public void await(long bytes, Runnable action) {
        lock.lock();
        try {
            waiters.put(action, bytes);
            hasWaiters = true;
        } finally {
            lock.unlock();
        }
        if (lookLater != null) {
            lookLater();
        } else if (hasRoom(bytes)) {
            memoryCameBack();
        } else {
            unfinished.giveUpLargest();
        }
    }

    private void lookLater() {
        if (lookLater != null && looksLater.compareAndSet(false, true) && !lookLater.getAsBoolean()) {
            looksLater.set(false);
        }
    }

    /** Looks whether there is memory for those that wait, or a message is to be given up for them. */
    public void lookAgain() {
        lookAgain(false);
    }

    /**
     * Looks whether other users have given memory back, now and again later while anything waits. One call at a time.
     *
     * @param collectionIsDue whether memory was left to the garbage collector that it has not been asked for
     */
    void lookAgain(boolean collectionIsDue) {
        try {
            if (hasWaiters) {
                wake(false);
            }
        } finally {
            try {
                lookAtUnfinished(collectionIsDue);
            } finally {
                looksLater.set(false);
                if (hasWaiters) {
                    lookLater();
                }
            }
        }
    }

    private void lookAtUnfinished(boolean collectionIsDue) {
        boolean comesBack = cameBack.getAndSet(false) || collectionIsDue;
        // Not at every call that finds no room: thousands of connections may have to be looked at.
        if (!hasWaiters) {
            unfinished.nothingWaits();
        } else if (unfinished.lookWhileSomethingWaits(comesBack)) {
            // Memory may have come back between a caller's claim and its await.
            wake(true);
        }
    }

    /** @param action given to {@link #await}; it is not called any more */
    public void withdraw(Runnable action) {
        if (!hasWaiters) {
            return;
        }
        lock.lock();
        try {
            waiters.remove(action);
            hasWaiters = !waiters.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void memoryCameBack() {
        if (hasWaiters) {
            cameBack.set(true);
            wake(false);
        }
    }

    /** Calls all that wait: memory that was in use may be free again. */
    void wakeAll() {
        if (hasWaiters) {
            cameBack.set(true);
            wake(true);
        }
    }

    /** Calls each, also when one throws: then the first exception is thrown at the end. */
    private void wake(boolean all) {
        List<Runnable> woken = new ArrayList<>();
        try {
            takeWoken(all, woken);
        } finally {
            callEach(woken);
        }
    }

    private static void callEach(List<Runnable> woken) {
        RuntimeException exception = null;
        Error error = null;
        for (Runnable action : woken) {
            try {
                action.run();
            } catch (RuntimeException e) {
                exception = exception == null ? e : exception;
            } catch (Error e) {
                error = error == null ? e : error;
            }
        }
        if (error != null) {
            throw error;
        }
        if (exception != null) {
            throw exception;
        }
    }

    private void takeWoken(boolean all, List<Runnable> woken) {
        lock.lock();
        try {
            long room = 0;
            Iterator<Map.Entry<Runnable, Long>> each = waiters.entrySet().iterator();
            while (each.hasNext()) {
                Map.Entry<Runnable, Long> waiter = each.next();
                if (all || hasRoom(room + waiter.getValue())) {
                    room += waiter.getValue();
                    woken.add(waiter.getKey());
                    each.remove();
                }
            }
        } finally {
            hasWaiters = !waiters.isEmpty();
            lock.unlock();
        }
    }

    /** A connection that has claimed memory for a message that is not complete. */
    public interface Holder {

        /** {@return bytes it has for that message, a snapshot; any thread} */
        long unfinishedBytes();

        /**
         * Gives the message up soon, or calls {@link MemoryAccount#leave} when it is complete by now. Any thread; must
         * not wait.
         */
        void giveUp();
    }
}
