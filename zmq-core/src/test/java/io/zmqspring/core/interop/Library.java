package io.zmqspring.core.interop;

import io.zmqspring.core.option.SocketType;
import java.time.Duration;

/** Whose socket is on the other side. */
enum Library {
    /** In a container; speaks ZMTP 3.1. */
    LIBZMQ,
    /** In this process; speaks ZMTP 3.0. */
    JEROMQ;

    /** {@return a new socket; the test is skipped where the library cannot run} */
    Peer open(SocketType type) {
        return open(type, Duration.ZERO);
    }

    /** {@return a new socket that sends PING in such intervals, or none at zero} */
    Peer open(SocketType type, Duration heartbeatInterval) {
        return switch (this) {
            case LIBZMQ -> new LibzmqPeer(LibzmqContainer.running(), type, heartbeatInterval);
            case JEROMQ -> new JeroMqPeer(type, heartbeatInterval);
        };
    }
}
