package io.zmqspring.core.connection;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.Greeting;
import io.zmqspring.core.zmtp.HandshakeReader;
import io.zmqspring.core.zmtp.PropertyCodec;
import io.zmqspring.core.zmtp.TrafficCodec;
import io.zmqspring.core.zmtp.ZmtpVersion;
import io.zmqspring.core.zmtp.mechanism.HandshakeExchange;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import io.zmqspring.core.zmtp.mechanism.RefusedException;
import io.zmqspring.core.zmtp.mechanism.SecurityHandshake;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Greeting, and choice of the mechanism, of one connection (37/ZMTP, Version Negotiation): both sides send their
 * greeting at once, and what follows is the mechanism's until it is complete. Bytes in, bytes out; no channel. The
 * loop's owner.
 */
final class Handshake implements HandshakeExchange {

    private static final int MAX_COMMAND_BYTES = 1 << 16;
    private static final byte[] NO_BYTES = {};

    /** Of a peer with more bytes of properties few are kept: they stay in memory as long as the peer does. */
    private static final int MAX_KEPT_BYTES = 1 << 12;

    private final SocketType type;
    private final Mechanism mechanism;
    private final Map<String, byte[]> announced;
    private final String peerAddress;
    private final ConnectionWriter writer;
    private final BooleanSupplier takesPeer;
    private final Suspension suspension;
    private final HandshakeReader reader = new HandshakeReader(MAX_COMMAND_BYTES);
    private long received;
    private @Nullable SecurityHandshake security;
    private boolean suspended;
    private byte[] unread = NO_BYTES;
    private @Nullable SocketType peerType;
    private @Nullable TrafficCodec codec;
    private Map<String, byte[]> peerProperties = Map.of();

    /**
     * Creates a handshake; {@link #start} begins.
     *
     * @param type of our socket
     * @param mechanism of our socket
     * @param announced properties of our socket beside its type
     * @param peerAddress of the peer's transport
     * @param writer sends what is for the peer
     * @param takesPeer whether the socket takes a further peer now
     * @param suspension stops and goes on with reading
     */
    Handshake(
            SocketType type,
            Mechanism mechanism,
            Map<String, byte[]> announced,
            String peerAddress,
            ConnectionWriter writer,
            BooleanSupplier takesPeer,
            Suspension suspension) {
        this.type = type;
        this.mechanism = mechanism;
        this.announced = announced;
        this.peerAddress = peerAddress;
        this.writer = writer;
        this.takesPeer = takesPeer;
        this.suspension = suspension;
    }

    void start() {
        writer.command(Greeting.encode(mechanism.name(), mechanism.isServer()));
    }

    /**
     * Takes bytes of the peer.
     *
     * @param in left behind the handshake's last byte; taken, and kept, while it is suspended
     * @return whether the handshake is complete
     * @throws ZmqProtocolViolationException when the peer broke the protocol
     * @throws RefusedException when one side does not want the other
     */
    boolean feed(ByteBuffer in) {
        received += in.remaining();
        while (peerType == null && !suspended && in.hasRemaining()) {
            reader.feed(in);
            if (reader.greeting() != null && security == null) {
                security = begin();
            }
            Command command = reader.pollCommand();
            if (command != null) {
                onCommand(command);
            }
        }
        if (suspended) {
            unread = new byte[in.remaining()];
            in.get(unread);
            return false;
        }
        if (peerType != null) {
            reader.stop();
        }
        return peerType != null;
    }

    /** {@return how far the peer came, for one that comes no further} */
    String progress() {
        if (received == 0) {
            return "the peer sent nothing";
        }
        if (suspended) {
            return "the peer waits to be authenticated";
        }
        return security != null
                ? "the peer sent its greeting and no complete READY"
                : "the peer sent " + received + " bytes of its greeting";
    }

    SocketType peerType() {
        return Objects.requireNonNull(peerType);
    }

    Map<String, byte[]> peerProperties() {
        return peerProperties;
    }

    ZmtpVersion version() {
        return peerGreeting().version();
    }

    /** {@return how traffic looks on the channel, or {@code null} when it is frames of ZMTP 3} */
    @Nullable TrafficCodec codec() {
        return codec;
    }

    private SecurityHandshake begin() {
        String named = peerGreeting().mechanism();
        if (!named.equals(mechanism.name())) {
            throw new ZmqProtocolViolationException(
                    "both sides must name the same mechanism (37/ZMTP Version Negotiation): ours=" + mechanism.name()
                            + ", peer's=" + named);
        }
        if (!takesPeer.getAsBoolean()) {
            // No ERROR: libzmq takes that for the last word and never connects again, and our peer may leave at any
            // time.
            throw new RefusedException(hasPeer(type));
        }
        return mechanism.begin(this);
    }

    /** {@return what a peer is told that comes second to a socket of one peer} */
    static String hasPeer(SocketType type) {
        return "a " + type + " socket takes one peer, and it has one";
    }

    private void onCommand(Command command) {
        if (command.is(Command.ERROR)) {
            throw new RefusedException("the peer sent ERROR: " + CommandCodec.errorReason(command));
        }
        Objects.requireNonNull(security).onCommand(command);
    }

    @Override
    public Greeting peerGreeting() {
        return Objects.requireNonNull(reader.greeting());
    }

    @Override
    public String peerAddress() {
        return peerAddress;
    }

    @Override
    public byte[] properties() {
        return CommandCodec.properties(type, announced);
    }

    @Override
    public void send(byte[] frame) {
        writer.command(frame);
    }

    @Override
    public void suspend() {
        suspended = true;
        suspension.suspendReading(true);
    }

    @Override
    public void resume(Runnable step) {
        suspension.proceed(step);
    }

    /**
     * Ends a suspension.
     *
     * @param step goes on with the handshake
     * @return bytes of the peer that were read before, to be fed
     */
    ByteBuffer goOn(Runnable step) {
        ByteBuffer kept = ByteBuffer.wrap(unread);
        unread = NO_BYTES;
        received -= kept.remaining();
        if (suspended) {
            suspended = false;
            suspension.suspendReading(false);
            step.run();
        }
        return kept;
    }

    @Override
    public void complete(Map<String, byte[]> properties, @Nullable TrafficCodec agreed) {
        peerProperties = kept(properties);
        byte[] wireName = properties.get(PropertyCodec.SOCKET_TYPE);
        if (wireName == null) {
            throw new ZmqProtocolViolationException("a peer's properties must have " + PropertyCodec.SOCKET_TYPE
                    + " (37/ZMTP The NULL Security Mechanism), and they have not");
        }
        String name = PropertyCodec.text(wireName);
        codec = agreed;
        peerType = SocketType.ofWireName(name).filter(type.peers()::contains).orElseThrow(() -> {
            String reason = "a " + type + " socket talks to " + type.peers()
                    + " only (37/ZMTP Socket Semantics), the peer is: " + name;
            writer.command(CommandCodec.error(reason));
            return new ZmqProtocolViolationException(reason);
        });
    }

    private static Map<String, byte[]> kept(Map<String, byte[]> properties) {
        if (bytes(properties) <= MAX_KEPT_BYTES) {
            return properties;
        }
        Map<String, byte[]> kept = new HashMap<>();
        for (String name : new String[] {PropertyCodec.SOCKET_TYPE, PropertyCodec.IDENTITY}) {
            byte[] value = properties.get(name);
            if (value != null) {
                kept.put(name, Arrays.copyOf(value, Math.min(value.length, MAX_KEPT_BYTES)));
            }
        }
        return kept;
    }

    private static long bytes(Map<String, byte[]> properties) {
        long bytes = 0;
        for (Map.Entry<String, byte[]> property : properties.entrySet()) {
            bytes += property.getKey().length() + property.getValue().length;
        }
        return bytes;
    }

    /** Connection of a handshake that waits for an answer from elsewhere. */
    interface Suspension {

        /** @param suspend whether nothing is read from now on; or reading goes on. The loop's owner */
        void suspendReading(boolean suspend);

        /**
         * Lets the loop call {@link #goOn}, unless the handshake is over by then. Any thread.
         *
         * @param step goes on with the handshake
         */
        void proceed(Runnable step);
    }
}
