package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.XPubSocket;

/** An XPUB socket of our engine. */
final class ZmqSpringPublisher implements Publisher {

    private final XPubSocket socket;
    private final ZmqSpringOutbound out;

    ZmqSpringPublisher(XPubSocket socket, String endpoint, EngineSettings settings) {
        this.socket = socket;
        this.out = new ZmqSpringOutbound(socket, endpoint, settings);
    }

    @Override
    public String endpoint() {
        return out.endpoint();
    }

    @Override
    public byte[] receiveSubscription() {
        return socket.receive();
    }

    @Override
    public void publish(byte[] message) {
        socket.send(message);
    }

    @Override
    public MessageWriter writer() {
        return out.writer();
    }

    @Override
    public void close() {
        out.close();
    }
}
