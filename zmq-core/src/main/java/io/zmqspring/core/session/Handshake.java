package io.zmqspring.core.session;

import io.zmqspring.core.error.ProtocolViolationException;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.wire.Command;
import io.zmqspring.core.wire.CommandCodec;
import io.zmqspring.core.wire.Greeting;
import io.zmqspring.core.wire.HandshakeReader;
import io.zmqspring.core.wire.PropertyCodec;
import io.zmqspring.core.wire.ZmtpVersion;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Greeting and NULL mechanism of one connection (37/ZMTP, The NULL Security Mechanism): both sides send their greeting at once and READY as
 * soon as they have the other's. Bytes in, bytes out; no channel. The loop's owner.
 */
final class Handshake {

    private static final int MOST_COMMAND_BYTES = 1 << 16;
    private static final String MECHANISM = "NULL";

    private final SocketType type;
    private final Outlet outlet;
    private final BooleanSupplier takesPeer;
    private final HandshakeReader reader = new HandshakeReader(MOST_COMMAND_BYTES);
    private long received;
    private boolean greeted;
    private @Nullable SocketType peerType;

    Handshake(SocketType type, Outlet outlet, BooleanSupplier takesPeer) {
        this.type = type;
        this.outlet = outlet;
        this.takesPeer = takesPeer;
    }

    void start() {
        outlet.command(Greeting.encode(MECHANISM, false));
    }

    /**
     * Takes bytes of the peer.
     *
     * @param in left behind the handshake's last byte
     * @return whether the handshake is complete
     * @throws ProtocolViolationException when the peer broke the protocol
     * @throws RefusedException when it sent ERROR, or the socket takes no further peer now
     */
    boolean feed(ByteBuffer in) {
        received += in.remaining();
        while (peerType == null && in.hasRemaining()) {
            reader.feed(in);
            Greeting greeting = reader.greeting();
            if (greeting != null && !greeted) {
                greeted = true;
                onGreeting(greeting);
            }
            Command command = reader.pollCommand();
            if (command != null) {
                onCommand(command);
            }
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
        return greeted
                ? "the peer sent its greeting and no complete READY"
                : "the peer sent " + received + " bytes of its greeting";
    }

    SocketType peerType() {
        return Objects.requireNonNull(peerType);
    }

    ZmtpVersion version() {
        return Objects.requireNonNull(reader.greeting()).version();
    }

    private void onGreeting(Greeting greeting) {
        if (!greeting.mechanism().equals(MECHANISM)) {
            throw new ProtocolViolationException(
                    "both sides must name the same mechanism (37/ZMTP Version Negotiation): ours=" + MECHANISM
                            + ", peer's=" + greeting.mechanism());
        }
        if (!takesPeer.getAsBoolean()) {
            // No ERROR: libzmq takes that for the last word and never connects again, and our peer may leave at any
            // time.
            throw new RefusedException(hasPeer(type));
        }
        outlet.command(CommandCodec.ready(type, Map.of()));
    }

    /** {@return what a peer is told that comes second to a socket of one peer} */
    static String hasPeer(SocketType type) {
        return "a " + type + " socket takes one peer, and it has one";
    }

    private void onCommand(Command command) {
        if (command.is(Command.ERROR)) {
            throw new RefusedException("the peer sent ERROR: " + CommandCodec.errorReason(command));
        }
        if (!command.is(Command.READY)) {
            throw new ProtocolViolationException(
                    "READY or ERROR must follow the greeting (37/ZMTP The NULL Security Mechanism): " + "command="
                            + command.name());
        }
        byte[] wireName = CommandCodec.readyProperties(command).get(PropertyCodec.SOCKET_TYPE);
        if (wireName == null) {
            throw new ProtocolViolationException("READY must carry " + PropertyCodec.SOCKET_TYPE
                    + " (37/ZMTP The NULL Security Mechanism), and it does not");
        }
        String name = PropertyCodec.text(wireName);
        peerType = SocketType.ofWireName(name).filter(type.peers()::contains).orElseThrow(() -> {
            String reason = "a " + type + " socket talks to " + type.peers()
                    + " only (37/ZMTP Socket Semantics), the peer is: " + name;
            outlet.command(CommandCodec.error(reason));
            return new ProtocolViolationException(reason);
        });
    }

    /** One side refused the other with ERROR: nobody broke the protocol. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message, null, false, false);
        }
    }
}
