package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.Inbound;
import io.zmqspring.core.benchmark.engine.MessageWriter;
import io.zmqspring.core.benchmark.engine.Outbound;
import io.zmqspring.core.benchmark.engine.PairEnd;
import io.zmqspring.core.benchmark.engine.Side;
import io.zmqspring.core.benchmark.workload.Arguments;

/**
 * One end of a connection on which single messages go to and fro: a PAIR socket, or a PULL and a PUSH socket. Used by
 * one thread.
 */
final class RoundTrip {

    private final Inbound in;
    private final MessageWriter out;
    private final String[] endpoints;
    private final int size;

    private long header;
    private int arrived;

    private RoundTrip(Inbound in, Outbound out, int size, String... endpoints) {
        this.in = in;
        this.out = out.writer();
        this.endpoints = endpoints;
        this.size = size;
    }

    /** Binds {@code --endpoint}; with push/pull also {@code --endpoint-back}, on which answers go out. */
    static RoundTrip bind(Engine engine, Arguments arguments) throws Exception {
        int size = arguments.integer("size", 10);
        if (isPair(arguments)) {
            PairEnd pair = engine.openPair(Side.BIND, arguments.text("endpoint"));
            return new RoundTrip(pair, pair, size, pair.endpoint());
        }
        Inbound in = engine.openPull(Side.BIND, arguments.text("endpoint"));
        Outbound out = engine.openPush(Side.BIND, arguments.text("endpoint-back"));
        return new RoundTrip(in, out, size, in.endpoint(), out.endpoint());
    }

    /** Connects to what {@link #bind} gave. */
    static RoundTrip connect(Engine engine, Arguments arguments) throws Exception {
        int size = arguments.integer("size", 10);
        if (isPair(arguments)) {
            PairEnd pair = engine.openPair(Side.CONNECT, arguments.text("endpoint"));
            return new RoundTrip(pair, pair, size);
        }
        Outbound out = engine.openPush(Side.CONNECT, arguments.text("endpoint"));
        Inbound in = engine.openPull(Side.CONNECT, arguments.text("endpoint-back"));
        return new RoundTrip(in, out, size);
    }

    private static boolean isPair(Arguments arguments) {
        String pattern = arguments.text("pattern", "pair");
        return switch (pattern) {
            case "pair" -> true;
            case "push-pull" -> false;
            default -> throw new IllegalArgumentException("unknown pattern: " + pattern + "; known=[pair, push-pull]");
        };
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

    private void onMessage(long message, int length, boolean more) {
        if (length != size || more) {
            throw new IllegalStateException(
                    "wrong message: length=" + length + ", expected=" + size + ", more=" + more);
        }
        header = message;
        arrived++;
    }
}
