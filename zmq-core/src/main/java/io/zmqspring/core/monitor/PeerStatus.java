package io.zmqspring.core.monitor;

import io.zmqspring.core.option.SocketType;

/**
 * One peer whose handshake is complete, a snapshot.
 *
 * @param endpoint ours, over which it is reached
 * @param peerAddress the other side's transport address
 * @param type its socket type
 * @param zmtpVersion the protocol version spoken, for example {@code 3.1}; {@code inproc} within a context
 * @param queuedToSend messages queued for it
 * @param queuedToReceive messages of it waiting to be received
 */
public record PeerStatus(
        String endpoint,
        String peerAddress,
        SocketType type,
        String zmtpVersion,
        long queuedToSend,
        long queuedToReceive) {}
