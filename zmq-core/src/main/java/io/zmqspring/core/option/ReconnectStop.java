package io.zmqspring.core.option;

/** Conditions under which an endpoint stops connecting again. */
public enum ReconnectStop {
    /** After an attempt that every address of the peer has refused: nobody listens there (ECONNREFUSED). */
    CONNECTION_REFUSED,
    /** After a handshake that failed: whatever listens there is no peer. */
    HANDSHAKE_FAILED,
    /**
     * After a disconnect of the application, also when messages are queued that linger would give time to: they are
     * sent over the connection there is, or dropped.
     */
    AFTER_DISCONNECT
}
