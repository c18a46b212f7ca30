package io.zmqspring.core.lifecycle;

import io.zmqspring.core.monitor.SocketCounters;

/** Adds the counters of the sockets a {@link RestartableSocket} has had. */
final class CounterSum {

    static final SocketCounters ZERO = new SocketCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private CounterSum() {}

    /** Adds what only grows; what rises and falls is that of the live socket. */
    static SocketCounters of(SocketCounters before, SocketCounters live) {
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

    /** Keeps what only grows of a socket that is closed. */
    static SocketCounters closed(SocketCounters last) {
        return new SocketCounters(
                last.sent(),
                last.received(),
                last.dropped(),
                0,
                0,
                0,
                last.reconnects(),
                last.handshakeFailures(),
                last.protocolViolations(),
                last.lostEvents());
    }
}
