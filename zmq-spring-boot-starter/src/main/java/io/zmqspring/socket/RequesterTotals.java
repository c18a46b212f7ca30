package io.zmqspring.socket;

import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;

/**
 * Sums of the counters of all engine requesters that a {@link NamedRequester} has had.
 *
 * @param requests of all requests
 * @param socket of all sockets
 */
record RequesterTotals(RequesterCounters requests, SocketCounters socket) {

    static final RequesterTotals ZERO = new RequesterTotals(RequesterCounters.ZERO, SocketCounters.ZERO);

    /** {@return these, and those of a later requester} */
    RequesterTotals with(ZmqRequester later) {
        return new RequesterTotals(requests.continuedBy(later.counters()), socket.continuedBy(later.socketCounters()));
    }
}
