package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageSink;
import org.zeromq.ZMQ;

/** An XPUB or a SUB socket of JeroMQ. */
final class JeroMqTopics implements Publisher, Subscriber {

    private final ZMQ.Socket socket;
    private final JeroMqSocket messages;

    JeroMqTopics(ZMQ.Socket socket, JeroMqSocket messages) {
        this.socket = socket;
        this.messages = messages;
    }

    @Override
    public String endpoint() {
        return messages.endpoint();
    }

    @Override
    public byte[] receiveSubscription() {
        return socket.recv();
    }

    @Override
    public void publish(byte[] message) {
        socket.send(message);
    }

    @Override
    public void subscribe(byte[] topic) {
        socket.subscribe(topic);
    }

    @Override
    public void unsubscribe(byte[] topic) {
        socket.unsubscribe(topic);
    }

    @Override
    public void receive(MessageSink sink) {
        messages.receive(sink);
    }

    @Override
    public MessageWriter writer() {
        return messages.writer();
    }

    @Override
    public void close() {
        messages.close();
    }
}
