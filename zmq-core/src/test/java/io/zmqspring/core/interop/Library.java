package io.zmqspring.core.interop;

import io.zmqspring.core.option.SocketType;
import java.time.Duration;

/** Whose socket is on the other side. */
enum Library {
    /** Debian's, in a container; speaks ZMTP 3.1. */
    LIBZMQ("libzmq 4.3.4"),
    /** libzmq of npm's zeromq 6.8.0, built with drafts, in the same container; speaks ZMTP 3.1. */
    LIBZMQ_DRAFT("libzmq 4.3.5"),
    /** In this process; speaks ZMTP 3.0. */
    JEROMQ("JeroMQ 0.6.0");

    private final String version;

    Library(String version) {
        this.version = version;
    }

    /** {@return a new socket; the test is skipped where the library cannot run} */
    Peer open(SocketType type) {
        return open(type, Duration.ZERO);
    }

    /** {@return a new socket that sends PING in such intervals, or none at zero} */
    Peer open(SocketType type, Duration heartbeatInterval) {
        return isInContainer()
                ? new LibzmqPeer(LibzmqContainer.running(), this, type, heartbeatInterval)
                : new JeroMqPeer(type, heartbeatInterval);
    }

    /** {@return whether its sockets are those of {@link LibzmqContainer}} */
    boolean isInContainer() {
        return this != JEROMQ;
    }

    /** {@return its name and version, as {@link Peer#library()} reports them} */
    String version() {
        return version;
    }
}
