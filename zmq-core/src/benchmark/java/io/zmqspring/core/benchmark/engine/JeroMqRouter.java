package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageSink;
import org.zeromq.ZMQ;

/** A ROUTER socket of JeroMQ, which answers the peer of the last message, or sends to one peer. Used by one thread. */
final class JeroMqRouter implements DuplexEnd {

    private final ZMQ.Socket socket;
    private final String endpoint;
    private final int size;
    private byte[] peer;

    JeroMqRouter(ZMQ.Socket socket, String endpoint, EngineSettings settings, byte[] peer) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.size = settings.shape().size();
        this.peer = peer;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void receive(MessageSink sink) {
        peer = receive();
        byte[] body = receive();
        sink.accept(MessageHeader.read(body), body.length, socket.hasReceiveMore());
    }

    private byte[] receive() {
        byte[] frame = socket.recv();
        if (frame == null) {
            throw new IllegalStateException("receive failed: errno=" + socket.errno());
        }
        return frame;
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public MessageWriter writer() {
        return this::send;
    }

    private void send(long header) {
        byte[] body = new byte[size];
        MessageHeader.write(body, header);
        if (!socket.send(peer, ZMQ.SNDMORE) || !socket.send(body)) {
            throw new IllegalStateException("send failed: errno=" + socket.errno());
        }
    }
}
