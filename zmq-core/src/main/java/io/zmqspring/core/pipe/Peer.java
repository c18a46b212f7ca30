package io.zmqspring.core.pipe;

import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.zmtp.PropertyCodec;
import java.util.Map;

/**
 * What is known of a peer once its handshake succeeded.
 *
 * @param type its socket type
 * @param zmtpVersion the protocol version it speaks, for example {@code 3.1}; {@code inproc} within a context
 * @param properties all it sent with READY (37/ZMTP Connection Metadata), by name, or none when they have more than 4
 *     KiB; not to be changed
 * @param endpoint ours, over which it is reached
 * @param address its transport address
 */
public record Peer(
        SocketType type, String zmtpVersion, Map<String, byte[]> properties, String endpoint, String address) {

    /** The protocol version of a peer within the context. */
    public static final String IN_PROCESS = "inproc";

    private static final byte[] NO_BYTES = {};

    /** {@return whether it is a socket of the same context, with queues in place of a connection} */
    public boolean isInProcess() {
        return zmtpVersion.equals(IN_PROCESS);
    }

    /** {@return the routing id it asks for, empty when it asks for none; not to be changed} */
    public byte[] routingId() {
        return properties.getOrDefault(PropertyCodec.IDENTITY, NO_BYTES);
    }
}
