package io.zmqspring.core.connection;

import io.zmqspring.core.monitor.MonitorEvent;

/** Events and counters of a socket. Any thread; nothing here waits or throws. */
public interface SocketEvents {

    /**
     * Hands an event to the socket's monitor listeners; never throws.
     *
     * @param event happened
     */
    void publish(MonitorEvent event);

    /**
     * Logs what must not have happened.
     *
     * @param error thrown within the engine; the connection concerned is closed
     */
    void internalError(Throwable error);

    /**
     * Counts a connection.
     *
     * @param change +1 when its handshake succeeded, -1 when it is gone
     */
    void countConnection(int change);

    /** Counts a connection closed before its handshake was complete. */
    void countHandshakeFailure();

    /** Counts a connection closed because its peer broke the protocol. */
    void countProtocolViolation();

    /** Counts an endpoint that connects again. */
    void countReconnect();

    /** @param count messages given up */
    void countDropped(long count);
}
