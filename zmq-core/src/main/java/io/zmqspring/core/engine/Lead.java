package io.zmqspring.core.engine;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.LeadCondition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread that waits alone, and never waits long, turn the event loop itself in place of a sleep: what it waits for then comes without
 * a hand-over from the I/O thread. One for each receiving half.
 */
final class Lead {

    /** A wait shorter than this is worth leading for. */
    private static final long SHORT_WAIT_NS = 1_000_000;

    private static final int SHORT_WAITS_UNTIL_LEAD = 2;

    /** Made once for a loop, so that waiting leaves no garbage. */
    private record Wanted(EventLoop loop, BooleanSupplier needed) implements LeadCondition {
        @Override
        public boolean holds() {
            return needed.getAsBoolean() && loop.hasSingleWaiter();
        }
    }

    private final Waiting waiting;
    private final BooleanSupplier needed;
    private volatile @Nullable EventLoop led;
    private volatile @Nullable Wanted wanted;
    private int shortWaits;

    /**
     * Makes it for one receiving half.
     *
     * @param waiting how its callers wait
     * @param needed whether the half has nothing for who waits, and may yet get it; who turns it false must {@link #nudge} afterwards
     */
    Lead(Waiting waiting, BooleanSupplier needed) {
        this.waiting = waiting;
        this.needed = needed;
    }

    /** {@return whether waits were short of late, so that leading is better than spinning and sleeping} */
    boolean isWorthIt() {
        return waiting.isBusySpin() || shortWaits >= SHORT_WAITS_UNTIL_LEAD;
    }

    /** @param startNs when the wait began that was successful just now */
    void waitedSince(long startNs) {
        shortWaits = waiting.clock().nanoTime() - startNs < SHORT_WAIT_NS ? shortWaits + 1 : 0;
    }

    /**
     * Leads until what is waited for may be there.
     *
     * @param loop brings it
     * @param deadline on the clock of {@link Waiting}
     * @return whether it is worth looking again: the loop was led, or the reason to lead it is gone; if not, the caller sleeps
     */
    boolean lead(EventLoop loop, long deadline) {
        if (!isWorthIt() || !loop.hasSingleWaiter() || VirtualThreads.isCurrentVirtual()) {
            return false;
        }
        LeadCondition goOn = wanted(loop);
        if (!loop.tryLead(goOn)) {
            // The attempt parks: it may have used up the wake-up for what has come meanwhile.
            return !goOn.holds();
        }
        led = loop;
        try {
            while (goOn.holds() && !Thread.currentThread().isInterrupted()) {
                long remaining = waiting.clock().remaining(deadline);
                if (remaining <= 0) {
                    break;
                }
                loop.turn(remaining, goOn);
            }
        } finally {
            led = null;
            loop.endLead();
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
