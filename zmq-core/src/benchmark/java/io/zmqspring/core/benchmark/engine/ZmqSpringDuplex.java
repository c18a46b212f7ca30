package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageSink;

/** A socket of our engine that sends and receives the same frames. */
final class ZmqSpringDuplex implements DuplexEnd {

    private final ZmqSpringInbound in;
    private final ZmqSpringOutbound out;

    ZmqSpringDuplex(ZmqSpringInbound in, ZmqSpringOutbound out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public String endpoint() {
        return in.endpoint();
    }

    @Override
    public void receive(MessageSink sink) {
        in.receive(sink);
    }

    @Override
    public MessageWriter writer() {
        return out.writer();
    }

    @Override
    public void close() {
        in.close();
    }
}
