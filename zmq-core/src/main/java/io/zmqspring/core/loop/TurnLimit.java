package io.zmqspring.core.loop;

import io.zmqspring.core.time.NanoClock;

/**
 * When a turn of the loop must end although more is ready, and whether one has ended so. Asked between two things to
 * do, never before the first of a kind, so that every turn does some of each. Belongs to the loop's owner.
 */
final class TurnLimit {

    private final NanoClock clock;
    private boolean limited;
    private long deadline;
    private boolean behind;

    TurnLimit(NanoClock clock) {
        this.clock = clock;
    }

    /** A turn begins that does all that is ready. */
    void lift() {
        limited = false;
        behind = false;
    }

    /**
     * A turn begins that must end in time.
     *
     * @param deadline on the loop's clock
     */
    void set(long deadline) {
        this.deadline = deadline;
        limited = true;
    }

    /** {@return whether to leave to a later turn what the caller has before it} */
    boolean isOver() {
        if (limited && clock.remaining(deadline) <= 0) {
            behind = true;
            return true;
        }
        return false;
    }

    /** {@return a wait, or the rest of the turn when that is shorter, in nanoseconds} */
    long cap(long waitNs) {
        return limited ? Math.min(waitNs, clock.remaining(deadline)) : waitNs;
    }

    /** {@return whether a turn has left something, and none since has done all} */
    boolean isBehind() {
        return behind;
    }
}
