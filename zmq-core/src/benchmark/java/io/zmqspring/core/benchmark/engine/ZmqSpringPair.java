package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageSink;

/** A PAIR socket of our engine. */
final class ZmqSpringPair implements PairEnd {

    private final ZmqSpringInbound in;
    private final ZmqSpringOutbound out;

    ZmqSpringPair(ZmqSpringInbound in, ZmqSpringOutbound out) {
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
}
