package io.zmqspring.core.zmtp.mechanism;

import io.zmqspring.core.zmtp.Greeting;
import io.zmqspring.core.zmtp.TrafficCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its {@link SecurityHandshake} sees it. The connection's loop calls everything here, but for {@link
 * #resume}. The time for the whole handshake is limited by the socket, also while it is suspended.
 */
public interface HandshakeExchange {

    /** {@return the peer's greeting; its as-server bit is not reliable, since libzmq never sets it} */
    Greeting peerGreeting();

    /** {@return the peer's transport address} */
    String peerAddress();

    /** {@return our properties as READY and INITIATE carry them} */
    byte[] properties();

    /**
     * Sends a command of the handshake.
     *
     * @param frame complete, as {@link io.zmqspring.core.zmtp.CommandCodec} makes it
     */
    void send(byte[] frame);

    /** Reads nothing more of the peer, and hands on no further command, until {@link #resume}. */
    void suspend();

    /**
     * Ends a {@link #suspend}. Any thread, once for each; without effect when the connection is closed by then.
     *
     * @param step goes on with the handshake on the connection's loop, and may throw what {@link
     *     SecurityHandshake#onCommand} may
     */
    void resume(Runnable step);

    /**
     * Ends the handshake. Everything that follows in either direction is traffic.
     *
     * @param peerProperties the peer's properties
     * @param codec how traffic looks on the channel, or {@code null} when it is frames of ZMTP 3 and nothing else
     * @throws io.zmqspring.core.error.ZmqProtocolViolationException when the properties are not those of a peer for
     *     this socket
     */
    void complete(Map<String, byte[]> peerProperties, @Nullable TrafficCodec codec);
}
