package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.SocketAddresses;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Reads a bare stream into one large direct buffer until it ends, and measures a span in its middle. */
final class StreamReceiver {

    /** Bytes of one read or write at most. */
    static final int DEFAULT_CHUNK = 256 * 1024;

    private StreamReceiver() {}

    static void run(Arguments arguments, Parent parent) throws IOException {
        String address = arguments.text("endpoint");
        try (ServerSocketChannel server = SocketAddresses.listen(address)) {
            parent.tellEndpoints(SocketAddresses.endpoint(server, address));
            try (SocketChannel channel = SocketAddresses.accept(server)) {
                parent.tell(receiveAll(channel, arguments));
            }
        }
    }

    private static ResultLine receiveAll(SocketChannel channel, Arguments arguments) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(arguments.integer("chunk", DEFAULT_CHUNK));
        long received = channel.read(chunk);
        received += receiveFor(channel, chunk, arguments.nanos("warmup", 3));
        long measuredNs = System.nanoTime();
        long measured = receiveFor(channel, chunk, arguments.nanos("seconds", 3));
        long endNs = System.nanoTime();
        long rest = receiveFor(channel, chunk, Long.MAX_VALUE);

        return ResultLine.empty()
                .with("received", received + measured + rest)
                .with("measured", measured)
                .with("nanos", endNs - measuredNs);
    }

    private static long receiveFor(SocketChannel channel, ByteBuffer chunk, long nanos) throws IOException {
        long start = System.nanoTime();
        long sum = 0;
        do {
            chunk.clear();
            int read = channel.read(chunk);
            if (read < 0) {
                break;
            }
            sum += read;
        } while (System.nanoTime() - start < nanos);
        return sum;
    }
}
