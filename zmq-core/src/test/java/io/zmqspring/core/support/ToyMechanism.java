package io.zmqspring.core.support;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.PropertyCodec;
import io.zmqspring.core.zmtp.TrafficCodec;
import io.zmqspring.core.zmtp.Zmtp1Codec;
import io.zmqspring.core.zmtp.mechanism.HandshakeExchange;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import io.zmqspring.core.zmtp.mechanism.SecurityHandshake;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * A mechanism with the four commands of CURVE and none of its security. Each side contributes a number of its own to
 * the keys, so that no two connections have the same.
 *
 * <pre>
 *   client                          server
 *     HELLO number     ──►
 *                      ◄──     WELCOME number
 *     INITIATE properties ──►                      (asks the authenticator)
 *                      ◄──     READY properties
 * </pre>
 *
 * @param isServer our role
 * @param key known to both sides
 * @param style of the traffic
 * @param authenticator is given the step that lets the peer in, to be run at once or in a resumed exchange
 */
public record ToyMechanism(
        boolean isServer, long key, Style style, BiConsumer<HandshakeExchange, Runnable> authenticator)
        implements Mechanism {

    /** Name in the greeting. */
    public static final String NAME = "TOY";

    private static final BiConsumer<HandshakeExchange, Runnable> NOBODY_ASKED = (exchange, letIn) -> letIn.run();
    private static final AtomicLong NUMBERS = new AtomicLong(1000);

    /** How traffic looks. */
    public enum Style {
        /** Encrypted, decoded as it arrives. */
        STREAMING,
        /** Encrypted, decoded by whole frames. */
        WAITING,
        /** Frames of ZMTP 1.0. */
        LEGACY
    }

    /** {@return a client} */
    public static ToyMechanism client(Style style) {
        return new ToyMechanism(false, 42, style, NOBODY_ASKED);
    }

    /**
     * Creates a client that asks.
     *
     * @param authenticator called for each server
     * @return the client
     */
    public static ToyMechanism client(BiConsumer<HandshakeExchange, Runnable> authenticator) {
        return new ToyMechanism(false, 42, Style.STREAMING, authenticator);
    }

    /** {@return a server that lets everybody in} */
    public static ToyMechanism server(Style style) {
        return new ToyMechanism(true, 42, style, NOBODY_ASKED);
    }

    /**
     * Creates a server that asks.
     *
     * @param authenticator called for each client on the loop; it may suspend the exchange, and throw what the
     *     handshake may
     * @return the server
     */
    public static ToyMechanism server(BiConsumer<HandshakeExchange, Runnable> authenticator) {
        return new ToyMechanism(true, 42, Style.STREAMING, authenticator);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SecurityHandshake begin(HandshakeExchange exchange) {
        if (!isServer) {
            long number = NUMBERS.incrementAndGet();
            exchange.send(CommandCodec.frame("HELLO", bytes(number)));
            return new Client(exchange, number);
        }
        return new Server(exchange);
    }

    /** {@return the codec of one side} */
    public TrafficCodec codec(long clientNumber, long serverNumber) {
        long shared = key ^ clientNumber * 0x632BE59BD9B4E019L ^ serverNumber;
        long send = isServer ? shared : ~shared;
        return switch (style) {
            case STREAMING -> ToyCodec.streaming(send, ~send);
            case WAITING -> ToyCodec.waiting(send, ~send);
            case LEGACY -> Zmtp1Codec.create();
        };
    }

    /** {@return a number as the handshake carries it} */
    public static byte[] bytes(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static long number(Command command) {
        if (command.data().length != 8) {
            throw new ZmqProtocolViolationException("malformed " + command);
        }
        return ByteBuffer.wrap(command.data()).getLong();
    }

    private static void require(String expected, Command command) {
        if (!command.is(expected)) {
            throw new ZmqProtocolViolationException(expected + " must come now: command=" + command.name());
        }
    }

    private final class Client implements SecurityHandshake {

        private final HandshakeExchange exchange;
        private final long number;
        private long serverNumber;

        Client(HandshakeExchange exchange, long number) {
            this.exchange = exchange;
            this.number = number;
        }

        @Override
        public void onCommand(Command command) {
            if (serverNumber == 0) {
                require("WELCOME", command);
                serverNumber = number(command);
                exchange.send(CommandCodec.frame("INITIATE", exchange.properties()));
            } else {
                require("READY", command);
                Map<String, byte[]> properties = CommandCodec.readyProperties(command);
                authenticator.accept(exchange, () -> exchange.complete(properties, codec(number, serverNumber)));
            }
        }
    }

    private final class Server implements SecurityHandshake {

        private final HandshakeExchange exchange;
        private final long number = NUMBERS.incrementAndGet();
        private long clientNumber;

        Server(HandshakeExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void onCommand(Command command) {
            if (clientNumber == 0) {
                require("HELLO", command);
                clientNumber = number(command);
                exchange.send(CommandCodec.frame("WELCOME", bytes(number)));
            } else {
                require("INITIATE", command);
                Map<String, byte[]> properties = PropertyCodec.decode(command.data());
                authenticator.accept(exchange, () -> letIn(properties));
            }
        }

        private void letIn(Map<String, byte[]> properties) {
            exchange.send(CommandCodec.ready(exchange.properties()));
            exchange.complete(properties, codec(clientNumber, number));
        }
    }
}
