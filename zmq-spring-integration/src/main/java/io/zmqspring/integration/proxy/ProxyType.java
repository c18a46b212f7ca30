package io.zmqspring.integration.proxy;

import io.zmqspring.core.option.SocketType;

/** The usual pairs of sockets of a proxy. */
public enum ProxyType {

    /** Publishers connect to the frontend, an XSUB, subscribers to the backend, an XPUB. */
    SUB_PUB(SocketType.XSUB, SocketType.XPUB),

    /** Senders connect to the frontend, a PULL, workers to the backend, a PUSH. */
    PULL_PUSH(SocketType.PULL, SocketType.PUSH),

    /** Requesters connect to the frontend, a ROUTER, repliers to the backend, a DEALER. */
    ROUTER_DEALER(SocketType.ROUTER, SocketType.DEALER);

    private final SocketType frontend;
    private final SocketType backend;

    ProxyType(SocketType frontend, SocketType backend) {
        this.frontend = frontend;
        this.backend = backend;
    }

    /** {@return the type of the socket at the frontend} */
    public SocketType frontend() {
        return frontend;
    }

    /** {@return the type of the socket at the backend} */
    public SocketType backend() {
        return backend;
    }
}
