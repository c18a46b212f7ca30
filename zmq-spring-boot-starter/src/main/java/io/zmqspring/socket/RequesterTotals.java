package io.zmqspring.socket;

import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;

/**
 * What the requesters that a {@link NamedRequester} has had have counted. What only grows is added up; what rises and
 * falls is that of the open one.
 *
 * @param requests of all requests
 * @param socket of all sockets
 */
record RequesterTotals(RequesterCounters requests, SocketCounters socket) {

    static final RequesterTotals ZERO = new RequesterTotals(
            new RequesterCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            new SocketCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    /** {@return these, and those of a requester} */
    RequesterTotals with(ZmqRequester requester) {
        return new RequesterTotals(sum(requests, requester.counters()), sum(socket, requester.socketCounters()));
    }

    private static RequesterCounters sum(RequesterCounters before, RequesterCounters live) {
        return new RequesterCounters(
                before.requests() + live.requests(),
                live.inFlight(),
                live.waiting(),
                before.sent() + live.sent(),
                before.answered() + live.answered(),
                before.timedOut() + live.timedOut(),
                before.departed() + live.departed(),
                before.cancelled() + live.cancelled(),
                before.failed() + live.failed(),
                before.refused() + live.refused(),
                before.retried() + live.retried(),
                before.failedOver() + live.failedOver(),
                before.late() + live.late(),
                before.unknown() + live.unknown(),
                before.malformed() + live.malformed());
    }

    private static SocketCounters sum(SocketCounters before, SocketCounters live) {
        return new SocketCounters(
                before.sent() + live.sent(),
                before.received() + live.received(),
                before.dropped() + live.dropped(),
                live.queuedToSend(),
                live.queuedToReceive(),
                live.connections(),
                before.reconnects() + live.reconnects(),
                before.handshakeFailures() + live.handshakeFailures(),
                before.protocolViolations() + live.protocolViolations(),
                before.lostEvents() + live.lostEvents());
    }
}
