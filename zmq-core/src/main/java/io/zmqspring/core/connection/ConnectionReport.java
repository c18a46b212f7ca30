package io.zmqspring.core.connection;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Reports what happens to one connection to the socket's counters and its monitor. The loop's owner. */
final class ConnectionReport {

    private final SocketEvents events;
    private final ConnectionOwner owner;
    private final String peerAddress;
    private boolean succeeded;
    private @Nullable RoutingId routingId;

    /**
     * Creates it.
     *
     * @param events of the socket
     * @param owner of the connection
     * @param peerAddress the other side's transport address
     */
    ConnectionReport(SocketEvents events, ConnectionOwner owner, String peerAddress) {
        this.events = events;
        this.owner = owner;
        this.peerAddress = peerAddress;
    }

    void handshakeSucceeded(ZmqPeer peer, @Nullable RoutingId ofPeer, String mechanism) {
        succeeded = true;
        routingId = ofPeer;
        events.countConnection(1);
        events.publish(new MonitorEvent.HandshakeSucceeded(
                owner.endpoint(), peerAddress, peer.type(), ofPeer, mechanism, peer.zmtpVersion()));
    }

    /** The connection has ended, after or before {@link #handshakeSucceeded}. Its owner is notified last. */
    void ended(Connection connection, @Nullable Pipe carried, CloseCause cause, String reason) {
        try {
            if (succeeded) {
                events.countConnection(-1);
                events.publish(new MonitorEvent.Disconnected(owner.endpoint(), peerAddress, routingId, cause, reason));
            } else {
                events.countHandshakeFailure();
                events.publish(new MonitorEvent.HandshakeFailed(owner.endpoint(), peerAddress, cause, reason));
            }
        } finally {
            owner.onClosed(connection, carried, reason);
        }
    }

    /** The peer broke the protocol; during the handshake {@link #ended} publishes the event. */
    void protocolViolated(String reason, boolean duringHandshake) {
        events.countProtocolViolation();
        if (!duringHandshake) {
            events.publish(new MonitorEvent.ProtocolViolated(owner.endpoint(), peerAddress, reason));
        }
    }
}
