package io.zmqspring.core.benchmark.jmh;

import io.zmqspring.core.pattern.FanOut;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to send a message to many pipes, and to throw it away at the other end of each? Bodies of 65536
 * bytes are the largest that are copied into each ring; one byte more, and they are shared by reference.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanOutBenchmark {

    private static final int BATCH = 20;

    /** Bytes of a message. */
    @Param({"100", "1024", "8192", "65536", "65537"})
    public int size;

    /** How many peers get it. */
    @Param({"1", "8", "32", "1000"})
    public int pipes;

    private final FanOut fanOut = new FanOut();
    private final List<Pipe> targets = new ArrayList<>();
    private final List<MessageReader> readers = new ArrayList<>();
    private byte[] body = {};

    @Setup(Level.Trial)
    public void connect() {
        BufferPool pool = new BufferPool(1L << 32);
        body = new byte[size];
        for (int i = 0; i < pipes; i++) {
            FrameQueue queue = new FrameQueue(pool, 0, 1L << 32);
            queue.consumer().resume();
            targets.add(new Pipe(queue, new FrameQueue(pool, 0, 1), true, false));
            readers.add(new MessageReader(queue));
        }
    }

    /** Encoded once, for all pipes. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void encodedOnce() {
        for (int i = 0; i < BATCH; i++) {
            targets.forEach(fanOut::add);
            fanOut.send(body, FanOutBenchmark::requireRoom);
        }
        drain();
    }

    /** Encoded for each pipe, as if there was only that one. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void encodedForEach() {
        for (int i = 0; i < BATCH; i++) {
            for (Pipe pipe : targets) {
                if (!pipe.requireWriter().write(body, true)) {
                    requireRoom(pipe);
                }
            }
        }
        drain();
    }

    private void drain() {
        for (MessageReader reader : readers) {
            while (reader.hasMessage()) {
                reader.discard();
            }
        }
    }

    private static void requireRoom(Pipe pipe) {
        throw new IllegalStateException(
                "no room for a message: queued=" + pipe.outgoing().size());
    }
}
