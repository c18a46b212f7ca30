package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.RouterSocket;

/** A ROUTER socket of our engine, for {@link AddressingEnd}. */
final class ZmqSpringAddressing implements AddressingEnd {

    private final RouterSocket socket;
    private final String endpoint;

    ZmqSpringAddressing(RouterSocket socket, String endpoint) {
        this.socket = socket;
        this.endpoint = endpoint;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void awaitPeer() {
        socket.receiveMessage();
    }

    @Override
    public boolean offer(byte[] peer, byte[] body) {
        return socket.trySend(peer, body);
    }

    @Override
    public void close() {
        socket.close();
    }
}
