package io.zmqspring.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that costs one exchange when nobody else wants it (a compare-and-set costs more); it turns many callers into
 * one producer or one consumer. Not reentrant, not fair: a holder that comes back at once usually gets it again, which
 * keeps the ring's cache lines on one core while the others sleep.
 */
public class SpinLock extends SpinLockPadding {

    private static final VarHandle STATE;
    private static final int SPINS = 8;
    private static final int MAX_PAUSE = 64;
    private static final long PARK_NS = 50_000;
    private static final long MAX_PARK_NS = 1_000_000;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(SpinLockState.class, "state", long.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** Takes the lock, however long it takes. An interrupt does not end the wait and is kept. */
    public final void lock() {
        if (!tryLock()) {
            lockSlow(Long.MAX_VALUE);
        }
    }

    /** {@return whether the lock was free and is now the caller's} */
    public final boolean tryLock() {
        return (long) STATE.getAndSet(this, 1L) == 0L;
    }

    /**
     * Takes the lock if it comes free in time.
     *
     * @param timeoutNs longest wait, roughly
     * @return whether it is the caller's
     */
    public final boolean tryLock(long timeoutNs) {
        return tryLock() || lockSlow(timeoutNs);
    }

    /** {@return whether somebody holds it, now} */
    public final boolean isLocked() {
        return (long) STATE.getVolatile(this) != 0;
    }

    /**
     * Gives the lock back; what the holder wrote is visible to the next. A load after it may be done before: no fence.
     */
    public final void unlock() {
        STATE.setRelease(this, 0L);
    }

    /** Gives the lock back, and is a full fence: a load after it is not done before a store ahead of it. */
    public final void unlockWithFence() {
        STATE.setVolatile(this, 0L);
    }

    private boolean lockSlow(long timeoutNs) {
        for (int attempt = 0, pause = 1; attempt < SPINS; attempt++, pause = Math.min(pause << 1, MAX_PAUSE)) {
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
            if (!isLocked() && tryLock()) {
                return true;
            }
        }
        boolean interrupted = false;
        long waited = 0;
        try {
            for (long park = PARK_NS; waited < timeoutNs; park = Math.min(park << 1, MAX_PARK_NS)) {
                LockSupport.parkNanos(this, Math.min(park, timeoutNs - waited));
                interrupted |= Thread.interrupted();
                waited += park;
                if (!isLocked() && tryLock()) {
                    return true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

/** Keeps the state from the line before. */
class SpinLockLeftPadding {
    long l0;
    long l1;
    long l2;
    long l3;
    long l4;
    long l5;
    long l6;
    long l7;
}

/** The state itself: 0 free, 1 taken. A long, since an int would be put into the gap ahead of the padding. */
class SpinLockState extends SpinLockLeftPadding {
    volatile long state;
}

/** Keeps the state from the line after. */
class SpinLockPadding extends SpinLockState {
    long r0;
    long r1;
    long r2;
    long r3;
    long r4;
    long r5;
    long r6;
    long r7;
}
