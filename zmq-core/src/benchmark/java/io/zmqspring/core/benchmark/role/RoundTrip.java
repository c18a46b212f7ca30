package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.DuplexEnd;
import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.Inbound;
import io.zmqspring.core.benchmark.engine.MessageWriter;
import io.zmqspring.core.benchmark.engine.Outbound;
import io.zmqspring.core.benchmark.engine.Pattern;
import io.zmqspring.core.benchmark.engine.Side;
import io.zmqspring.core.benchmark.workload.Arguments;

/**
 * One end of a connection on which single messages go to and fro: one socket, or a PULL and a PUSH socket. Used by one
 * thread.
 */
final class RoundTrip implements AutoCloseable {

    private final Inbound in;
    private final Outbound outbound;
    private final MessageWriter out;
    private final String[] endpoints;
    private final int size;

    private long header;
    private int arrived;

    private RoundTrip(Inbound in, Outbound out, int size, String... endpoints) {
        this.in = in;
        this.outbound = out;
        this.out = out.writer();
        this.endpoints = endpoints;
        this.size = size;
    }

    /** Binds {@code --endpoint}; with push/pull also {@code --endpoint-back}, on which answers go out. */
    static RoundTrip bind(Engine engine, Arguments arguments) throws Exception {
        int size = arguments.integer("size", 10);
        Pattern pattern = pattern(arguments);
        if (pattern == Pattern.PUSH_PULL) {
            Inbound in = engine.openReceiver(pattern, Side.BIND, arguments.text("endpoint"));
            Outbound out = engine.openSender(pattern, Side.BIND, arguments.text("endpoint-back"));
            return new RoundTrip(in, out, size, in.endpoint(), out.endpoint());
        }
        DuplexEnd end = engine.openAnswering(pattern, Side.BIND, arguments.text("endpoint"));
        return new RoundTrip(end, end, size, end.endpoint());
    }

    /** Connects to what {@link #bind} gave. */
    static RoundTrip connect(Engine engine, Arguments arguments) throws Exception {
        int size = arguments.integer("size", 10);
        Pattern pattern = pattern(arguments);
        if (pattern == Pattern.PUSH_PULL) {
            Outbound out = engine.openSender(pattern, Side.CONNECT, arguments.text("endpoint"));
            Inbound in = engine.openReceiver(pattern, Side.CONNECT, arguments.text("endpoint-back"));
            return new RoundTrip(in, out, size);
        }
        DuplexEnd end = engine.openAsking(pattern, Side.CONNECT, arguments.text("endpoint"));
        return new RoundTrip(end, end, size);
    }

    private static Pattern pattern(Arguments arguments) {
        return Pattern.named(arguments.text("pattern", Pattern.PAIR.label()));
    }

    String[] endpoints() {
        return endpoints.clone();
    }

    void send(long message) throws Exception {
        out.send(message);
    }

    /**
     * Waits for one message.
     *
     * @return its header
     * @throws IllegalStateException if more than one came, or one of another size
     */
    long receive() throws Exception {
        arrived = 0;
        while (arrived == 0) {
            in.receive(this::onMessage);
        }
        if (arrived != 1) {
            throw new IllegalStateException("one message is under way: arrived=" + arrived);
        }
        return header;
    }

    @Override
    public void close() throws Exception {
        in.close();
        outbound.close();
    }

    private void onMessage(long message, int length, boolean more) {
        if (length != size || more) {
            throw new IllegalStateException(
                    "wrong message: length=" + length + ", expected=" + size + ", more=" + more);
        }
        header = message;
        arrived++;
    }
}
