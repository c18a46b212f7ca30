package io.zmqspring.core.monitor;

/**
 * Counters of a socket since it was created; a snapshot whose numbers may be of slightly different instants.
 *
 * @param sent messages taken from callers: each is queued for one peer, or by a publisher for every subscriber, which
 *     may be none
 * @param received messages given to callers
 * @param dropped messages given up: left when linger ended, arrived at a socket that cannot receive, or unread at close
 * @param queuedToSend messages queued and not yet handed to the operating system
 * @param queuedToReceive messages arrived and not yet received
 * @param connections peers whose handshake is complete, now
 * @param reconnects attempts to connect again, after an endpoint had lost a peer or failed to reach it
 * @param handshakeFailures connections closed before their handshake was complete
 * @param protocolViolations connections closed because the peer broke the protocol, handshakes included
 * @param lostEvents monitor events not delivered because a listener was too slow
 */
public record SocketCounters(
        long sent,
        long received,
        long dropped,
        long queuedToSend,
        long queuedToReceive,
        long connections,
        long reconnects,
        long handshakeFailures,
        long protocolViolations,
        long lostEvents) {

    /** Those of a socket that has done nothing. */
    public static final SocketCounters ZERO = new SocketCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Adds the counters of the socket that replaced this one, as after a restart. Totals are added; the present
     * numbers, such as connections, are those of the later socket.
     *
     * @param later counters of the later socket
     * @return counters of both
     */
    public SocketCounters continuedBy(SocketCounters later) {
        return new SocketCounters(
                sent + later.sent,
                received + later.received,
                dropped + later.dropped,
                later.queuedToSend,
                later.queuedToReceive,
                later.connections,
                reconnects + later.reconnects,
                handshakeFailures + later.handshakeFailures,
                protocolViolations + later.protocolViolations,
                lostEvents + later.lostEvents);
    }
}
