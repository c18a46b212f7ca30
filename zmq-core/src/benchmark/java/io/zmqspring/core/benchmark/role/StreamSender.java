package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.SocketAddresses;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/** Writes one large direct buffer again and again: as many bytes as a blocking channel of the JDK carries. */
final class StreamSender {

    /** How much longer than the receiver it goes on, so that the measured span has no end of its own. */
    private static final long OVERTIME_NS = 300_000_000;

    private StreamSender() {}

    static void run(Arguments arguments, Parent parent) throws IOException, InterruptedException {
        CountDownLatch stopped = parent.stopped();
        long durationNs = arguments.nanos("warmup", 3) + arguments.nanos("seconds", 3) + OVERTIME_NS;
        ByteBuffer chunk = ByteBuffer.allocateDirect(arguments.integer("chunk", StreamReceiver.DEFAULT_CHUNK));
        long sent = 0;
        try (SocketChannel channel = SocketAddresses.connect(arguments.text("endpoint"))) {
            long end = System.nanoTime() + durationNs;
            do {
                chunk.clear();
                while (chunk.hasRemaining()) {
                    sent += channel.write(chunk);
                }
            } while (System.nanoTime() - end < 0);
        }
        parent.tell(ResultLine.empty().with("sent", sent));
        stopped.await();
    }
}
