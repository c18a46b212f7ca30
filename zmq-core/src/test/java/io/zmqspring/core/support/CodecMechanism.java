package io.zmqspring.core.support;

import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.TrafficCodec;
import io.zmqspring.core.zmtp.mechanism.HandshakeExchange;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import io.zmqspring.core.zmtp.mechanism.SecurityHandshake;

/**
 * The handshake of NULL, after which traffic is encoded.
 *
 * @param codec of the one connection it is for
 */
public record CodecMechanism(TrafficCodec codec) implements Mechanism {

    @Override
    public String name() {
        return "NULL";
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public SecurityHandshake begin(HandshakeExchange exchange) {
        exchange.send(CommandCodec.ready(exchange.properties()));
        return command -> exchange.complete(CommandCodec.readyProperties(command), codec);
    }
}
