package io.zmqspring.core.message;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The peer that sent a message, as it was when its handshake succeeded: one object for all messages of a connection.
 * {@link ZmqMessage#peer()} and {@link PeerFrameHandler} show it. Immutable.
 */
public final class ZmqPeer {

    /** The protocol version of a peer within the context. */
    public static final String IN_PROCESS = "inproc";

    private static final String IDENTITY = "Identity";

    private final @Nullable SocketType type;
    private final String zmtpVersion;
    private final Map<String, byte[]> properties;
    private final String endpoint;
    private final String address;
    private final @Nullable RoutingId routingId;

    /**
     * Creates a peer with the routing id that it announces, if that is a valid id.
     *
     * @param type its socket type, or {@code null} when its version of ZMTP does not announce one
     * @param zmtpVersion the protocol version it speaks, for example {@code 3.1}; {@code inproc} within a context
     * @param properties all it announced (37/ZMTP, Connection Metadata), by name; the map is copied, the arrays are not
     * @param endpoint ours, over which it is reached
     * @param address its transport address
     */
    public ZmqPeer(
            @Nullable SocketType type,
            String zmtpVersion,
            Map<String, byte[]> properties,
            String endpoint,
            String address) {
        Map<String, byte[]> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(properties);
        byte[] announced = byName.get(IDENTITY);
        this.type = type;
        this.zmtpVersion = zmtpVersion;
        this.properties = byName;
        this.endpoint = endpoint;
        this.address = address;
        this.routingId = announced == null || announced.length == 0 || announced.length > RoutingId.MAX_BYTES
                ? null
                : RoutingId.of(announced);
    }

    private ZmqPeer(ZmqPeer peer, RoutingId routingId) {
        this.type = peer.type;
        this.zmtpVersion = peer.zmtpVersion;
        this.properties = peer.properties;
        this.endpoint = peer.endpoint;
        this.address = peer.address;
        this.routingId = routingId;
    }

    /**
     * Gives the peer another routing id.
     *
     * @param id by which a ROUTER addresses it
     * @return a peer that has the id, and all else of this one
     */
    public ZmqPeer withRoutingId(RoutingId id) {
        return new ZmqPeer(this, id);
    }

    /** {@return its socket type, or {@code null} when its version of ZMTP does not announce one (1.0)} */
    public @Nullable SocketType type() {
        return type;
    }

    /** {@return the protocol version it speaks, for example {@code 3.1}; {@code inproc} within a context} */
    public String zmtpVersion() {
        return zmtpVersion;
    }

    /** {@return whether it is a socket of the same context, with queues in place of a connection} */
    public boolean isInProcess() {
        return zmtpVersion.equals(IN_PROCESS);
    }

    /** {@return our endpoint over which it is reached, for example {@code tcp://127.0.0.1:5555}} */
    public String endpoint() {
        return endpoint;
    }

    /** {@return its transport address, for example {@code tcp://127.0.0.1:49152} (libzmq Peer-Address)} */
    public String address() {
        return address;
    }

    /** {@return the id by which a ROUTER addresses it; on other sockets the id it announced, or {@code null}} */
    public @Nullable RoutingId routingId() {
        return routingId;
    }

    /**
     * Reads a property that the peer announced in its handshake (37/ZMTP, Connection Metadata): {@code Socket-Type},
     * {@code Identity}, or one of the application, whose name begins with {@code X-}. Of a peer that announces more
     * than 4 KiB only those two are kept.
     *
     * @param name of the property, in upper or lower case
     * @return its value read as UTF-8, or {@code null} when the peer did not announce it
     */
    public @Nullable String property(String name) {
        byte[] value = properties.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /**
     * Reads a property as {@link #property} does.
     *
     * @param name of the property, in upper or lower case
     * @return its value, a copy, or {@code null} when the peer did not announce it
     */
    public byte @Nullable [] propertyBytes(String name) {
        byte[] value = properties.get(name);
        return value == null ? null : value.clone();
    }

    /** {@return the names of all properties it announced, as it spelled them; not modifiable} */
    public Set<String> propertyNames() {
        return Collections.unmodifiableSet(properties.keySet());
    }

    /** Shows type, address and routing id. */
    @Override
    public String toString() {
        return "ZmqPeer[type=" + type + ", zmtpVersion=" + zmtpVersion + ", address=" + address + ", routingId="
                + routingId + ", endpoint=" + endpoint + ']';
    }
}
