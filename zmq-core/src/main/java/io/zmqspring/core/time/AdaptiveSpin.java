package io.zmqspring.core.time;

/**
 * Decides whether looking again for a while is worth it before going to sleep. Waking from a sleep costs tens of
 * microseconds; looking costs a core, and where there are fewer cores than busy threads it even keeps away the thread
 * that is waited for. So the last results decide: after a few vain attempts only now and then a few more follow.
 * Threads that use it at the same time blur the results, and nothing else.
 *
 * <p>A thread that only looks uses up its share of the core. If another program wants that core, the scheduler lets the
 * program run for milliseconds before the thread looks again, while a thread that sleeps is woken ahead of the program.
 * The thread sees that as a long time between two looks: one at times is nothing, but when there are many among few
 * attempts, a long rest follows.
 *
 * <p>An attempt ends once it has taken twice as long as successful ones take. The longer one that goes on would keep
 * the peer of a round trip off the core when both share it: with half a core less, the whole of {@link #MAX_NS} was
 * added to each tenth round trip.
 */
public final class AdaptiveSpin {

    /** Longest time to look again, in nanoseconds. */
    static final long MAX_NS = 60_000;

    /** Least time to look again, in nanoseconds. */
    static final long MIN_NS = 5_000;

    private static final int VAIN_ATTEMPTS_UNTIL_REST = 4;
    private static final int REST_LENGTH = 60;

    /** A longer time between two looks is one in which another program had the core. */
    private static final long DISTURBANCE_NS = 200_000;

    /** Attempts that outweigh one disturbance. */
    private static final int ATTEMPTS_PER_DISTURBANCE = 600;

    private static final int MAX_CREDIT = 2 * ATTEMPTS_PER_DISTURBANCE;
    private static final int LONG_REST_LENGTH = 4_000;

    private int vain;
    private int credit = MAX_CREDIT;
    private int rest;
    private long usualNs = MAX_NS / 3;

    /** {@return how long to look again this time, in nanoseconds} */
    public long maxNs() {
        return Math.max(MIN_NS, Math.min(MAX_NS, 2 * usualNs));
    }

    /** {@return whether to look again this time} */
    public boolean isWorthIt() {
        if (rest > 0) {
            rest--;
            return false;
        }
        if (vain < VAIN_ATTEMPTS_UNTIL_REST) {
            return true;
        }
        if (++vain >= VAIN_ATTEMPTS_UNTIL_REST + REST_LENGTH) {
            vain = 0;
        }
        return false;
    }

    /**
     * @param sinceLastNs time between a look and the look before it within one attempt, without the time that handling
     *     its findings took
     */
    public void looked(long sinceLastNs) {
        if (sinceLastNs >= DISTURBANCE_NS) {
            credit -= ATTEMPTS_PER_DISTURBANCE;
            if (credit < 0) {
                credit = 0;
                rest = LONG_REST_LENGTH;
            }
        }
    }

    /**
     * Notes the end of an attempt. A vain one lets the next take a little longer, so that a peer which has become
     * slower is met again.
     *
     * @param successful whether something came while looking
     * @param tookNs how long it took, in nanoseconds
     */
    public void ended(boolean successful, long tookNs) {
        credit = Math.min(credit + 1, MAX_CREDIT);
        vain = successful ? 0 : vain + 1;
        usualNs = successful
                ? usualNs + (Math.min(tookNs, MAX_NS) - usualNs >> 3)
                : Math.min(usualNs + (usualNs >> 4) + 1, MAX_NS);
    }
}
