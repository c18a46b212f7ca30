package io.zmqspring.core.time;

/**
 * Whether looking again for a while is worth it before going to sleep. Sleeping costs tens of microseconds to wake from; looking costs a
 * core, and where there are fewer cores than busy threads it even keeps away the one that is waited for. So what happened last
 * decides: after a few vain attempts only now and then a few more are made. One thread at a time.
 */
public final class AdaptiveSpin {

    /** Longest time to look again, in nanoseconds. */
    public static final long LONGEST_NS = 60_000;

    private static final int VAIN_ATTEMPTS_UNTIL_REST = 4;
    private static final int REST_LENGTH = 60;

    private int vain;

    /** {@return whether to look again this time} */
    public boolean isWorthIt() {
        if (vain < VAIN_ATTEMPTS_UNTIL_REST) {
            return true;
        }
        if (++vain >= VAIN_ATTEMPTS_UNTIL_REST + REST_LENGTH) {
            vain = 0;
        }
        return false;
    }

    /** @param successful whether something came while looking */
    public void ended(boolean successful) {
        vain = successful ? 0 : vain + 1;
    }
}
