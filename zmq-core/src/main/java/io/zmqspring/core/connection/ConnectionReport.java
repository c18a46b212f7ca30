package io.zmqspring.core.connection;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.MonitorEvent;

/** Reports what happens to one connection to the socket's counters and its monitor. The loop's owner. */
final class ConnectionReport {

    private final EndpointHost host;
    private final ConnectionOwner owner;
    private final String peerAddress;

    /**
     * Creates it.
     *
     * @param host the socket
     * @param owner of the connection
     * @param peerAddress the other side's transport address
     */
    ConnectionReport(EndpointHost host, ConnectionOwner owner, String peerAddress) {
        this.host = host;
        this.owner = owner;
        this.peerAddress = peerAddress;
    }

    void handshakeSucceeded(ZmqPeer peer) {
        host.countConnection(1);
        host.tell(new MonitorEvent.HandshakeSucceeded(owner.endpoint(), peerAddress, peer.type(), peer.zmtpVersion()));
    }

    void handshakeFailed(String reason) {
        host.countHandshakeFailure();
        host.tell(new MonitorEvent.HandshakeFailed(owner.endpoint(), peerAddress, reason));
    }

    /** The peer broke the protocol; during the handshake {@link #handshakeFailed} is the event. */
    void protocolViolated(String reason, boolean duringHandshake) {
        host.countProtocolViolation();
        if (!duringHandshake) {
            host.tell(new MonitorEvent.ProtocolViolated(owner.endpoint(), peerAddress, reason));
        }
    }

    void disconnected(String reason) {
        host.countConnection(-1);
        host.tell(new MonitorEvent.Disconnected(owner.endpoint(), peerAddress, reason));
    }
}
