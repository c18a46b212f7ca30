package io.zmqspring.core.connection;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.Greeting;
import io.zmqspring.core.zmtp.HandshakeReader;
import io.zmqspring.core.zmtp.LegacyGreeting;
import io.zmqspring.core.zmtp.PeerRevision;
import io.zmqspring.core.zmtp.PropertyCodec;
import io.zmqspring.core.zmtp.StagedGreeting;
import io.zmqspring.core.zmtp.TrafficCodec;
import io.zmqspring.core.zmtp.Zmtp1Codec;
import io.zmqspring.core.zmtp.ZmtpVersion;
import io.zmqspring.core.zmtp.mechanism.HandshakeExchange;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import io.zmqspring.core.zmtp.mechanism.RefusedException;
import io.zmqspring.core.zmtp.mechanism.SecurityHandshake;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Greeting, and choice of the mechanism, of one connection (37/ZMTP, Version Negotiation): what follows the greetings
 * is the mechanism's until it is complete. A peer older than ZMTP 3 has no mechanism: its identity follows. Bytes in,
 * bytes out; no channel. The loop's owner.
 */
final class Handshake implements HandshakeExchange {

    private static final int MAX_COMMAND_BYTES = 1 << 16;
    private static final byte[] NO_BYTES = {};
    private static final List<Command> EVERY_TOPIC = List.of(new Command(Command.SUBSCRIBE, NO_BYTES));

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
    private final StagedGreeting greeting;
    private long received;
    private boolean complete;
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
        byte[] identity = announced.getOrDefault(PropertyCodec.IDENTITY, NO_BYTES);
        this.greeting = new StagedGreeting(
                Greeting.encode(mechanism.name(), mechanism.isServer(), identity.length),
                type,
                identity,
                takesLegacyPeers());
    }

    void start() {
        writer.command(greeting.first());
    }

    /** {@return the name of the security mechanism} */
    String mechanism() {
        return mechanism.name();
    }

    private boolean takesLegacyPeers() {
        return mechanism.takesLegacyPeers() && LegacyGreeting.octetOf(type) >= 0;
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
        while (!complete && !suspended && in.hasRemaining()) {
            reader.feed(in);
            onGreeting();
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
        if (complete) {
            reader.stop();
        }
        return complete;
    }

    private void onGreeting() {
        if (security != null) {
            return;
        }
        PeerRevision revision = reader.revision();
        if (revision != null && revision.isLegacy()) {
            requireWelcome(revision);
        }
        byte[] next = greeting.next(reader.isVersioned(), revision);
        if (next.length > 0) {
            writer.command(next);
        }
        LegacyGreeting legacy = reader.legacyGreeting();
        if (legacy != null) {
            complete(legacy);
        } else if (reader.greeting() != null) {
            security = begin();
        }
    }

    private void requireWelcome(PeerRevision revision) {
        if (!takesLegacyPeers()) {
            throw new RefusedException("the peer speaks ZMTP " + revision.version() + ", or not ZMTP at all, and "
                    + (mechanism.takesLegacyPeers()
                            ? "a " + type + " socket needs ZMTP 3.0"
                            : "the security mechanism " + mechanism.name() + " needs ZMTP 3.0"));
        }
        requireRoom();
    }

    /** {@return how far the peer came, for the reason of a time-out} */
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

    /**
     * Gives what the peer has announced; the handshake is complete.
     *
     * @param endpoint ours, over which the peer is reached
     * @return the peer
     */
    ZmqPeer peer(String endpoint) {
        return new ZmqPeer(peerType, version().toString(), peerProperties, endpoint, peerAddress);
    }

    ZmtpVersion version() {
        LegacyGreeting legacy = reader.legacyGreeting();
        return legacy == null ? peerGreeting().version() : legacy.revision().version();
    }

    /**
     * {@return commands that the peer does not send and is taken to have sent: a SUB of libzmq 2 filters what it gets
     * and sends no subscription, so it counts as subscribed to every topic, as in libzmq}
     */
    List<Command> impliedCommands() {
        return reader.revision() == PeerRevision.UNVERSIONED ? EVERY_TOPIC : List.of();
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
        requireRoom();
        return mechanism.begin(this);
    }

    private void requireRoom() {
        if (!takesPeer.getAsBoolean()) {
            // No ERROR: libzmq would take it as final and never connect again, and our present peer may leave at any
            // time.
            throw new RefusedException(hasPeer(type));
        }
    }

    /** {@return why a socket of one peer refuses a second peer} */
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
        complete = true;
    }

    /** The identity was the whole handshake. */
    private void complete(LegacyGreeting legacy) {
        SocketType legacyType = legacy.type();
        if (legacy.socketType() >= 0 && (legacyType == null || !type.peers().contains(legacyType))) {
            throw new ZmqProtocolViolationException("a " + type + " socket talks to " + type.peers()
                    + " only (15/ZMTP Socket Compatibility), the peer is: "
                    + (legacyType == null ? "socket type " + legacy.socketType() : legacyType));
        }
        Map<String, byte[]> properties = new HashMap<>();
        if (legacyType != null) {
            properties.put(PropertyCodec.SOCKET_TYPE, legacyType.wireName().getBytes(StandardCharsets.US_ASCII));
        }
        properties.put(PropertyCodec.IDENTITY, legacy.identity());
        peerProperties = properties;
        peerType = legacyType;
        codec = legacy.revision().hasFramesOfVersion1() ? Zmtp1Codec.create() : null;
        complete = true;
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
