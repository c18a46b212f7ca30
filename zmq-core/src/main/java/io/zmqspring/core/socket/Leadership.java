package io.zmqspring.core.socket;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.LeaderCondition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread that waits alone, and never waits long, be the leader of the event loop (leader/followers): it turns
 * the loop itself in place of a sleep, so that what it waits for comes without a hand-over from the I/O thread. One for
 * each receiving half.
 */
final class Leadership {

    /** A wait shorter than this is worth leading for. */
    private static final long SHORT_WAIT_NS = 1_000_000;

    private static final int SHORT_WAITS_UNTIL_LEAD = 2;

    /** Most short waits that count: leading then outlasts two long waits in a row, and ends with the third. */
    private static final int MAX_SHORT_WAITS = 8;

    /** Created once for a loop, so that waiting leaves no garbage. */
    private record Wanted(EventLoop loop, BooleanSupplier needed) implements LeaderCondition {
        @Override
        public boolean holds() {
            return needed.getAsBoolean() && loop.hasSingleWaiter();
        }
    }

    private final IdleStrategy idleStrategy;
    private final BooleanSupplier needed;
    private volatile @Nullable EventLoop led;
    private volatile @Nullable Wanted wanted;
    private int shortWaits;

    /**
     * Creates it for one receiving half.
     *
     * @param idleStrategy how its callers wait
     * @param needed whether the half has no message for the thread that waits, and may yet get one; code that makes it
     *     false must call {@link #nudge} afterwards
     */
    Leadership(IdleStrategy idleStrategy, BooleanSupplier needed) {
        this.idleStrategy = idleStrategy;
        this.needed = needed;
    }

    /** {@return whether waits were short of late, so that leading is better than spinning and sleeping} */
    boolean isWorthIt() {
        return idleStrategy.isBusySpin() || shortWaits >= SHORT_WAITS_UNTIL_LEAD;
    }

    /**
     * Takes note of a wait. A long wait halves the count of short waits before it. If leading ended with the first long
     * wait, each would cause more: the hand-overs to the I/O thread and back make the peer of a round trip wait long
     * too, and its leading would end in turn.
     *
     * @param startNs when the wait began that was successful just now
     */
    void waitedSince(long startNs) {
        boolean wasShort = idleStrategy.clock().nanoTime() - startNs < SHORT_WAIT_NS;
        shortWaits = wasShort ? Math.min(shortWaits + 1, MAX_SHORT_WAITS) : shortWaits >> 1;
    }

    /**
     * Leads until what is waited for may be there.
     *
     * @param loop brings it
     * @param deadline on the clock of {@link IdleStrategy}
     * @return whether it is worth looking again: the loop was led, or the reason to lead it is gone; if not, the caller
     *         sleeps, and another thread turns the loop
     */
    boolean lead(EventLoop loop, long deadline) {
        if (!isWorthIt() || !loop.hasSingleWaiter() || VirtualThreads.isCurrentVirtual()) {
            loop.ensureTurned();
            return false;
        }
        LeaderCondition goOn = wanted(loop);
        if (!loop.tryLead(goOn, deadline)) {
            // The attempt parks: it may have used up the wake-up for what has come meanwhile.
            boolean sleeps = goOn.holds();
            if (sleeps) {
                loop.ensureTurned();
            }
            return !sleeps;
        }
        led = loop;
        try {
            while (goOn.holds() && !Thread.currentThread().isInterrupted()) {
                if (idleStrategy.clock().remaining(deadline) <= 0) {
                    break;
                }
                loop.turnUntil(deadline, goOn);
            }
        } finally {
            led = null;
            loop.endLeading();
        }
        return true;
    }

    private Wanted wanted(EventLoop loop) {
        Wanted last = wanted;
        if (last == null || last.loop != loop) {
            last = new Wanted(loop, needed);
            wanted = last;
        }
        return last;
    }

    /** Wakes a thread that leads, so that it looks whether it still wants to. Any thread. */
    void nudge() {
        EventLoop loop = led;
        if (loop != null && !loop.isOwner()) {
            loop.nudge();
        }
    }
}
