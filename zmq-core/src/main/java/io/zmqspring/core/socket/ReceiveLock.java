package io.zmqspring.core.socket;

import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The lock under which one caller at a time takes messages from a socket. A caller may hold it for long while its frame
 * handler runs, so nobody waits for a handler: its thread wakes a waiter, and ends what {@link #close} began, when the
 * handler has returned.
 */
final class ReceiveLock extends SpinLock {

    /**
     * How long to wait for another thread that takes a message, before looking whether the wait is over for another
     * reason.
     */
    private static final long SHORT_TAKE_NS = 1_000_000;

    /** The action of {@link #close} until it runs. */
    private final AtomicReference<@Nullable Runnable> whenQuiet = new AtomicReference<>();

    private volatile @Nullable Thread handling;
    private volatile boolean closed;

    /** A waiter found the lock taken by a handler, which wakes one when it has returned. */
    private volatile boolean passedOver;

    /** The caller, which has the lock, is about to call its handler. */
    void beginHandler() {
        handling = Thread.currentThread();
    }

    /** The caller's handler has returned or thrown. */
    void endHandler() {
        handling = null;
    }

    /** {@return whether a handler runs} */
    boolean isHandlerRunning() {
        return handling != null;
    }

    /** {@return whether the calling thread is that of the handler that runs} */
    boolean isHandling() {
        return handling == Thread.currentThread();
    }

    /** {@return whether a waiter was passed over while the caller's handler ran; it is to be woken} */
    boolean takePassedOver() {
        boolean taken = passedOver;
        if (taken) {
            passedOver = false;
        }
        return taken;
    }

    /** {@return whether the lock is the caller's after a short wait for others that take a message} */
    boolean tryLockShortly() {
        return tryLock(SHORT_TAKE_NS);
    }

    /**
     * Takes the lock, but not while a handler runs.
     *
     * @return whether the lock is the caller's; if not, the handler's thread wakes a waiter when it has returned
     */
    boolean lockUnlessHandling() {
        while (!tryLockShortly()) {
            if (handling != null) {
                passedOver = true;
                if (tryLock()) {
                    return true;
                }
                if (handling != null) {
                    // Was set before the handler ended: its thread clears "handling", gives the lock back and then
                    // looks at "passedOver".
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Takes the lock, for a thread that is on the wait queue. It waits while others take messages, but not while a
     * handler runs.
     *
     * @param clock time of the wait
     * @param deadline when the wait ends
     * @return whether the lock is the caller's; if not, the handler's thread wakes a waiter when it has returned, or
     *     the wait is over
     */
    boolean lockOrBeWoken(NanoClock clock, long deadline) {
        while (!tryLock()) {
            if (handling != null) {
                passedOver = true;
                if (tryLock()) {
                    return true;
                }
                if (handling != null) {
                    // As in lockUnlessHandling.
                    return false;
                }
            }
            long remaining = clock.remaining(deadline);
            if (closed || remaining <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (tryLock(Math.min(remaining, SHORT_TAKE_NS))) {
                return true;
            }
        }
        return true;
    }

    /** {@return whether nothing is received any more} */
    boolean isClosed() {
        return closed;
    }

    /**
     * From now on nothing is received. Called once, and followed by {@link #runWhenQuiet}.
     *
     * @param action runs exactly once, when no message is being taken any more
     */
    void close(Runnable action) {
        whenQuiet.set(action);
        closed = true;
    }

    /**
     * Runs the action of {@link #close}, unless a handler runs: another one may have begun since that of the caller
     * returned. Its thread clears {@code handling} before it looks at {@code closed}, which was set before {@code
     * handling} is looked at here, and runs the action.
     */
    void runWhenQuiet() {
        while (!isHandlerRunning()) {
            if (tryLockShortly()) {
                unlock();
                Runnable action = whenQuiet.getAndSet(null);
                if (action != null) {
                    action.run();
                }
                return;
            }
        }
    }

    /** {@return whether it was closed while a handler ran that has not returned} */
    boolean awaitsHandler() {
        return whenQuiet.get() != null;
    }
}
