package io.zmqspring.core.benchmark.jmh;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageLimits;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.QueueToChannel;
import io.zmqspring.core.ring.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * What does it cost to turn a message into bytes for a channel, and bytes of a channel into a message, with a channel
 * that costs nothing but the copy a kernel would make?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    private static final int BATCH = 500;
    private static final int MAX_BYTES = 64 << 20;

    /** Bytes of a message. */
    @Param({"10", "256", "1024"})
    public int size;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final FrameQueue outgoing = new FrameQueue(pool, 2 * BATCH, MAX_BYTES);
    private final MessageWriter writer = new MessageWriter(outgoing);
    private final QueueToChannel queueToChannel = new QueueToChannel(outgoing);
    private final FrameQueue incoming = new FrameQueue(pool, 2 * BATCH, MAX_BYTES);
    private final ChannelToQueue channelToQueue =
            new ChannelToQueue(incoming, CodecBenchmark::refuseCommand, MessageLimits.ofFrames(-1));
    private final MessageReader reader = new MessageReader(incoming);
    private long sum;
    private final FrameHandler handler = (body, more) -> sum += body.get(body.position());
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private ByteBuffer body = ByteBuffer.allocate(0);
    private MemoryChannel channel = new MemoryChannel(0);

    @Setup(Level.Trial)
    public void encodeOnce() throws IOException {
        body = ByteBuffer.allocateDirect(size);
        channel = new MemoryChannel(BATCH * (size + Long.BYTES + 1));
        encode();
    }

    /** The caller's {@code ByteBuffer} into the ring, the ring into a channel. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long encode() throws IOException {
        channel.clear();
        for (int i = 0; i < BATCH; i++) {
            body.clear();
            if (!writer.write(body, true)) {
                throw new IllegalStateException("no room for a message: written=" + i);
            }
        }
        while (!queueToChannel.isDrained()) {
            queueToChannel.writeTo(channel, Long.MAX_VALUE);
        }
        return channel.position();
    }

    /** A channel into the ring, and a handler that sees each message in place. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long decode() throws IOException {
        channel.rewind();
        int received = 0;
        while (received < BATCH) {
            channelToQueue.readFrom(channel, scratch);
            for (; reader.hasMessage(); received++) {
                reader.handle(handler);
            }
        }
        return sum;
    }

    private static void refuseCommand(byte[] command) {
        throw new IllegalStateException("no command was sent: length=" + command.length);
    }
}
