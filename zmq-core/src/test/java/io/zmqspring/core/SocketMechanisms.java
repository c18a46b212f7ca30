package io.zmqspring.core;

import io.zmqspring.core.zmtp.mechanism.Mechanism;

/** Gives sockets a mechanism for which there is no option. */
public final class SocketMechanisms {

    private SocketMechanisms() {}

    /** {@return the socket, which uses a mechanism on all connections to come} */
    public static <S extends ZmqSocket> S use(Mechanism mechanism, S socket) {
        ((DefaultSocket) socket).mechanism(mechanism);
        return socket;
    }
}
