package io.zmqspring.core.transport.tcp;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An address to connect to together with the local one to connect from, both looked up already. */
final class SourcedAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    private final InetSocketAddress source;
    private final InetSocketAddress target;

    SourcedAddress(InetSocketAddress source, InetSocketAddress target) {
        this.source = source;
        this.target = target;
    }

    /** {@return where to connect from} */
    InetSocketAddress source() {
        return source;
    }

    /** {@return where to connect to} */
    InetSocketAddress target() {
        return target;
    }

    @Override
    public String toString() {
        return source + ";" + target;
    }
}
