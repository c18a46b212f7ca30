package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.monitor.MonitorEvent;

/** A kind of what happens to the connections of sockets, see {@link MonitorEvent}. */
public enum SocketEventKind {

    /** A bind succeeded. */
    LISTENING(MonitorEvent.Listening.class),

    /** A listener took a connection; the handshake follows. */
    ACCEPTED(MonitorEvent.Accepted.class),

    /** A listener could not take a connection. */
    ACCEPT_FAILED(MonitorEvent.AcceptFailed.class),

    /** A listener can no longer be reached: its socket file is gone. */
    ADDRESS_LOST(MonitorEvent.AddressLost.class),

    /** The transport is connected; the handshake follows. */
    CONNECTED(MonitorEvent.Connected.class),

    /** An attempt to connect failed. */
    CONNECT_FAILED(MonitorEvent.ConnectFailed.class),

    /** Another attempt to connect will follow. */
    CONNECT_RETRIED(MonitorEvent.ConnectRetried.class),

    /** A handshake succeeded: there is a peer to talk to. */
    HANDSHAKE_SUCCEEDED(MonitorEvent.HandshakeSucceeded.class),

    /** A handshake failed. */
    HANDSHAKE_FAILED(MonitorEvent.HandshakeFailed.class),

    /** A peer broke the protocol. */
    PROTOCOL_VIOLATED(MonitorEvent.ProtocolViolated.class),

    /** A connection ended. */
    DISCONNECTED(MonitorEvent.Disconnected.class),

    /** Messages were given up. */
    MESSAGES_DROPPED(MonitorEvent.MessagesDropped.class),

    /** An endpoint was closed. */
    CLOSED(MonitorEvent.Closed.class);

    private final Class<? extends MonitorEvent> type;

    SocketEventKind(Class<? extends MonitorEvent> type) {
        this.type = type;
    }

    Class<? extends MonitorEvent> type() {
        return type;
    }
}
