package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageSink;

/** Receives messages of two frames, of which the first, the routing id that a ROUTER put ahead, is left out. */
final class WithoutEnvelope implements Inbound {

    private final Inbound in;
    private final MessageSink frames = this::onFrame;
    private MessageSink sink = (header, length, more) -> {};
    private boolean isBody;

    WithoutEnvelope(Inbound in) {
        this.in = in;
    }

    @Override
    public String endpoint() {
        return in.endpoint();
    }

    @Override
    public void receive(MessageSink sink) throws Exception {
        this.sink = sink;
        in.receive(frames);
    }

    private void onFrame(long header, int length, boolean more) {
        if (isBody) {
            sink.accept(header, length, more);
        }
        isBody = more;
    }

    @Override
    public void close() throws Exception {
        in.close();
    }
}
