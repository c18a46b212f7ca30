package io.zmqspring.core.zmtp.mechanism;

import io.zmqspring.core.zmtp.Command;

/** Handshake of a {@link Mechanism} on one connection. One thread at a time, the connection's loop. */
@FunctionalInterface
public interface SecurityHandshake {

    /**
     * Takes the peer's next command, which is never ERROR. The handshake ends with {@link HandshakeExchange#complete},
     * or with one of the exceptions.
     *
     * @param command as it arrived
     * @throws io.zmqspring.core.error.ZmqProtocolViolationException when it is malformed or out of order; the
     *     connection is closed and counted
     * @throws RefusedException when the peer is not wanted
     */
    void onCommand(Command command);
}
