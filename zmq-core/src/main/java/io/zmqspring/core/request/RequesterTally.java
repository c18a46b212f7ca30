package io.zmqspring.core.request;

import io.zmqspring.core.monitor.RequesterCounters;
import java.util.concurrent.atomic.LongAdder;

/** Counters of a requester, beside those of its parts. Any thread. */
final class RequesterTally {

    final LongAdder timedOut = new LongAdder();
    final LongAdder departed = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder failedOver = new LongAdder();

    /**
     * Takes a snapshot.
     *
     * @param inFlight counts requests
     * @param waiting requests that are not sent yet
     * @param sent messages
     * @param reader counts replies
     * @return all that is counted of the requester
     */
    RequesterCounters counters(InFlight inFlight, long waiting, long sent, ReplyReader reader) {
        return new RequesterCounters(
                inFlight.begun(),
                inFlight.count(),
                waiting,
                sent,
                reader.answered(),
                timedOut.sum(),
                departed.sum(),
                cancelled.sum(),
                failed.sum(),
                refused.sum(),
                retried.sum(),
                failedOver.sum(),
                reader.late(),
                reader.unknown(),
                reader.malformed());
    }
}
