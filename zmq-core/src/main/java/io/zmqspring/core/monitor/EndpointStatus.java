package io.zmqspring.core.monitor;

import org.jspecify.annotations.Nullable;

/**
 * State of one endpoint of a socket, a snapshot.
 *
 * @param endpoint resolved, as {@code bind} returned it or {@code connect} was given it
 * @param state where it is
 * @param peers connections whose handshake is complete
 * @param lastError why the last attempt or connection ended, or {@code null} when nothing is wrong
 */
public record EndpointStatus(
        String endpoint, State state, int peers, @Nullable String lastError) {

    /** States of an endpoint. */
    public enum State {
        /** Bound, taking connections. */
        LISTENING,
        /** Bound, but another process has taken the address, so that nobody can connect; {@code lastError} says how. */
        LOST,
        /** Connecting, in handshake, or waiting to try again. */
        CONNECTING,
        /** Handshake complete. */
        CONNECTED,
        /** Given up: reconnecting is off, or the peer was refused for good. */
        STOPPED
    }
}
