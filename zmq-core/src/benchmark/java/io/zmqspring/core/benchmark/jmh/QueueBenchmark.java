package io.zmqspring.core.benchmark.jmh;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.ring.BufferPool;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
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
 * What does it cost to encode a message into a ring and to take it out again, without any other thread? Beside it a
 * plain queue of copied arrays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueBenchmark {

    private static final int BATCH = 500;

    /** Bytes of a message. */
    @Param({"10", "256", "1024"})
    public int size;

    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 2 * BATCH, 64 << 20);
    private final MessageWriter writer = new MessageWriter(queue);
    private final MessageReader reader = new MessageReader(queue);
    private final ArrayBlockingQueue<byte[]> plain = new ArrayBlockingQueue<>(2 * BATCH);
    private long sum;
    private final FrameHandler handler = (body, more) -> sum += body.get(body.position());
    private byte[] array = {};
    private ByteBuffer outgoing = ByteBuffer.allocate(0);
    private ByteBuffer incoming = ByteBuffer.allocate(0);

    @Setup(Level.Trial)
    public void fill() {
        array = new byte[size];
        outgoing = ByteBuffer.allocateDirect(size);
        incoming = ByteBuffer.allocateDirect(size);
    }

    /** The caller's {@code ByteBuffer} in, a handler that sees the message in place out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long bufferToHandler() {
        writeBuffers();
        while (reader.hasMessage()) {
            reader.handle(handler);
        }
        return sum;
    }

    /** The caller's {@code ByteBuffer} in and out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long bufferToBuffer() {
        writeBuffers();
        while (reader.hasMessage()) {
            incoming.clear();
            reader.takeInto(incoming);
            sum += incoming.get(0);
        }
        return sum;
    }

    /** {@code byte[]} in, a new {@code byte[]} out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long arrayToArray() {
        for (int i = 0; i < BATCH; i++) {
            requireWritten(writer.write(array, true));
        }
        while (reader.hasMessage()) {
            sum += reader.takeBody()[0];
        }
        return sum;
    }

    /** The same with a plain queue. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long plainQueue() {
        for (int i = 0; i < BATCH; i++) {
            requireWritten(plain.offer(array.clone()));
        }
        for (byte[] body = plain.poll(); body != null; body = plain.poll()) {
            sum += body[0];
        }
        return sum;
    }

    private void writeBuffers() {
        for (int i = 0; i < BATCH; i++) {
            outgoing.clear();
            requireWritten(writer.write(outgoing, true));
        }
    }

    private static void requireWritten(boolean isWritten) {
        if (!isWritten) {
            throw new IllegalStateException("no room for a message");
        }
    }
}
