package io.zmqspring.core.zmtp.mechanism;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.CommandCodec;

/**
 * No authentication and no encryption (37/ZMTP, The NULL Security Mechanism). Each side sends READY as soon as it has
 * the other's greeting.
 */
public final class NullMechanism implements Mechanism {

    /** The only instance: it has no settings. */
    public static final Mechanism INSTANCE = new NullMechanism();

    private NullMechanism() {}

    @Override
    public String name() {
        return "NULL";
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public boolean takesLegacyPeers() {
        return true;
    }

    @Override
    public SecurityHandshake begin(HandshakeExchange exchange) {
        exchange.send(CommandCodec.ready(exchange.properties()));
        return command -> onCommand(command, exchange);
    }

    private static void onCommand(Command command, HandshakeExchange exchange) {
        if (!command.is(Command.READY)) {
            throw new ZmqProtocolViolationException(
                    "READY or ERROR must follow the greeting (37/ZMTP The NULL Security Mechanism): command="
                            + command.name());
        }
        exchange.complete(CommandCodec.readyProperties(command), null);
    }
}
