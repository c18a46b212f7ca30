package io.zmqspring.core.monitor;

/**
 * Counters of a requester since it was created; a snapshot whose numbers may be of slightly different instants.
 * {@code requests} is the sum of {@code inFlight}, {@code answered}, {@code timedOut}, {@code departed}, {@code
 * cancelled} and {@code failed}.
 *
 * @param requests begun
 * @param inFlight begun and not over
 * @param waiting of those in flight, not sent yet, since no peer is connected or has room
 * @param sent messages given to a peer's queue, further attempts included
 * @param answered requests whose reply was taken
 * @param timedOut requests without a reply in time
 * @param departed requests that failed because their peer departed
 * @param cancelled requests given up by the caller: cancelled, completed by it, or interrupted
 * @param failed requests that failed for another reason: the requester was closed, or the message cannot be carried
 * @param refused requests not begun, since as many as allowed were in flight
 * @param retried attempts after one that had got no reply in time
 * @param failedOver attempts after one whose peer had departed
 * @param late replies to a request that was over, second replies included; dropped
 * @param unknown replies with a number that no request ever had, or of a peer that was not asked; dropped
 * @param malformed messages that are no reply: without the envelope of a request; dropped
 */
public record RequesterCounters(
        long requests,
        long inFlight,
        long waiting,
        long sent,
        long answered,
        long timedOut,
        long departed,
        long cancelled,
        long failed,
        long refused,
        long retried,
        long failedOver,
        long late,
        long unknown,
        long malformed) {

    /** Those of a requester that has done nothing. */
    public static final RequesterCounters ZERO = new RequesterCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Adds the counters of the requester that replaced this one, as after a restart. Totals are added; the present
     * numbers, such as requests in flight, are those of the later requester.
     *
     * @param later counters of the later requester
     * @return counters of both
     */
    public RequesterCounters continuedBy(RequesterCounters later) {
        return new RequesterCounters(
                requests + later.requests,
                later.inFlight,
                later.waiting,
                sent + later.sent,
                answered + later.answered,
                timedOut + later.timedOut,
                departed + later.departed,
                cancelled + later.cancelled,
                failed + later.failed,
                refused + later.refused,
                retried + later.retried,
                failedOver + later.failedOver,
                late + later.late,
                unknown + later.unknown,
                malformed + later.malformed);
    }
}
