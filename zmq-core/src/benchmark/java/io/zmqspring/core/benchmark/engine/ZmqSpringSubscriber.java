package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.SubSocket;
import io.zmqspring.core.benchmark.workload.MessageSink;

/** A SUB socket of our engine. */
final class ZmqSpringSubscriber implements Subscriber {

    private final SubSocket socket;
    private final ZmqSpringInbound in;

    ZmqSpringSubscriber(SubSocket socket, ZmqSpringInbound in) {
        this.socket = socket;
        this.in = in;
    }

    @Override
    public String endpoint() {
        return in.endpoint();
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
        in.receive(sink);
    }

    @Override
    public void close() {
        in.close();
    }
}
