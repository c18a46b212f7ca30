package io.zmqspring.core.monitor;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import org.jspecify.annotations.Nullable;

/**
 * One peer whose handshake is complete, a snapshot.
 *
 * @param endpoint ours, over which it is reached
 * @param peerAddress the other side's transport address
 * @param type its socket type, or {@code null} when its version of ZMTP does not announce one (1.0)
 * @param zmtpVersion the protocol version spoken, for example {@code 3.1}; {@code inproc} within a context
 * @param routingId by which a ROUTER addresses it; on other sockets the id it announced, or {@code null}
 * @param queuedToSend messages queued for it
 * @param queuedToReceive messages of it waiting to be received
 * @param dropped messages it did not get for lack of room, of a publisher
 */
public record PeerStatus(
        String endpoint,
        String peerAddress,
        @Nullable SocketType type,
        String zmtpVersion,
        @Nullable RoutingId routingId,
        long queuedToSend,
        long queuedToReceive,
        long dropped) {}
