package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageSink;
import java.util.concurrent.BlockingQueue;

/** Queue towards a thread and queue back. */
final class BareQueuePair implements DuplexEnd {

    private final String endpoint;
    private final BlockingQueue<byte[]> in;
    private final BlockingQueue<byte[]> out;
    private final int size;

    BareQueuePair(String endpoint, BlockingQueue<byte[]> in, BlockingQueue<byte[]> out, int size) {
        this.endpoint = endpoint;
        this.in = in;
        this.out = out;
        this.size = size;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void receive(MessageSink sink) throws InterruptedException {
        byte[] body = in.take();
        sink.accept(MessageHeader.read(body), body.length, false);
    }

    @Override
    public void close() {}

    @Override
    public MessageWriter writer() {
        return this::send;
    }

    private void send(long header) throws InterruptedException {
        byte[] body = new byte[size];
        MessageHeader.write(body, header);
        out.put(body);
    }
}
