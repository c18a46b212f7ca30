package io.zmqspring.core.monitor;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that happened to a socket. {@code endpoint} is always ours: as bound or connected to, resolved. */
public sealed interface MonitorEvent {

    /** {@return the endpoint concerned} */
    String endpoint();

    /**
     * A bind succeeded.
     *
     * @param endpoint the endpoint with its real port or path
     */
    record Listening(String endpoint) implements MonitorEvent {}

    /**
     * A listener took a connection; the handshake follows.
     *
     * @param endpoint the listener's
     * @param peerAddress the other side's transport address
     */
    record Accepted(String endpoint, String peerAddress) implements MonitorEvent {}

    /**
     * A listener could not take a connection; it goes on listening.
     *
     * @param endpoint the listener's
     * @param reason what the operating system said
     */
    record AcceptFailed(String endpoint, String reason) implements MonitorEvent {}

    /**
     * A listener cannot be reached any more: another process has removed or replaced its socket file ({@code ipc}). The
     * engine notices that within a few seconds. Present connections go on; unbind and bind the endpoint so that it can
     * be reached again.
     *
     * @param endpoint the listener's
     * @param reason what has become of the file
     */
    record AddressLost(String endpoint, String reason) implements MonitorEvent {}

    /**
     * The transport is connected; the handshake follows.
     *
     * @param endpoint connected to
     * @param peerAddress the address that answered
     */
    record Connected(String endpoint, String peerAddress) implements MonitorEvent {}

    /**
     * An attempt to connect failed: refused, timed out, or the name does not resolve.
     *
     * @param endpoint connected to
     * @param reason why
     */
    record ConnectFailed(String endpoint, String reason) implements MonitorEvent {}

    /**
     * Another attempt to connect will be made.
     *
     * @param endpoint connected to
     * @param delay after which
     */
    record ConnectRetried(String endpoint, Duration delay) implements MonitorEvent {}

    /**
     * The handshake is over and messages may flow: the peer counts as connected from here.
     *
     * @param endpoint ours
     * @param peerAddress the other side's transport address
     * @param peerType its socket type, or {@code null} when its version of ZMTP does not announce one (1.0)
     * @param routingId by which a ROUTER addresses it; on other sockets the id it announced, or {@code null}
     * @param mechanism the security mechanism, for example {@code NULL}
     * @param zmtpVersion the protocol version spoken, for example {@code 3.1}; {@code inproc} within a context
     */
    record HandshakeSucceeded(
            String endpoint,
            String peerAddress,
            @Nullable SocketType peerType,
            @Nullable RoutingId routingId,
            String mechanism,
            String zmtpVersion)
            implements MonitorEvent {}

    /**
     * The handshake failed and the connection was closed.
     *
     * @param endpoint ours
     * @param peerAddress the other side's transport address
     * @param cause why, for programs
     * @param reason the broken rule, the peer's own ERROR reason, or the timeout
     */
    record HandshakeFailed(String endpoint, String peerAddress, CloseCause cause, String reason)
            implements MonitorEvent {}

    /**
     * A peer broke the protocol after the handshake; {@link Disconnected} follows.
     *
     * @param endpoint ours
     * @param peerAddress the other side's transport address
     * @param reason the broken rule with its source
     */
    record ProtocolViolated(String endpoint, String peerAddress, String reason) implements MonitorEvent {}

    /**
     * A connection whose handshake had succeeded is gone.
     *
     * @param endpoint ours
     * @param peerAddress the other side's transport address
     * @param routingId as in {@link HandshakeSucceeded} of this connection
     * @param cause why, for programs
     * @param reason why, in words
     */
    record Disconnected(
            String endpoint, String peerAddress, @Nullable RoutingId routingId, CloseCause cause, String reason)
            implements MonitorEvent {}

    /**
     * Messages were given up.
     *
     * @param endpoint whose queue they stood in
     * @param count how many messages
     * @param reason why
     */
    record MessagesDropped(String endpoint, long count, String reason) implements MonitorEvent {}

    /**
     * An endpoint was unbound, disconnected, or its socket closed; the last event of an endpoint.
     *
     * @param endpoint that has ended
     */
    record Closed(String endpoint) implements MonitorEvent {}
}
