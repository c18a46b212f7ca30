package io.zmqspring.core.benchmark.jmh;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.FrameHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost, in time and in garbage of all threads, to send a message and to receive it, in each of the three
 * ways? One thread sends a batch and then receives it, the I/O thread works beside it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TransferBenchmark {

    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Where the two sockets meet. */
    @Param({"tcp://127.0.0.1:*", "ipc://*", "inproc://transfer"})
    public String address = "";

    /** Bytes of a message. */
    @Param({"10", "1024"})
    public int size;

    private long sum;
    private final ZmqContext context = ZmqContext.create();
    private final PullSocket pull = context.pull();
    private final PushSocket push = context.push();
    private final FrameHandler handler = (body, more) -> sum += body.get(body.position());
    private byte[] array = {};
    private ByteBuffer outgoing = ByteBuffer.allocate(0);
    private ByteBuffer incoming = ByteBuffer.allocate(0);

    @Setup(Level.Trial)
    public void open() {
        array = new byte[size];
        outgoing = ByteBuffer.allocateDirect(size);
        incoming = ByteBuffer.allocateDirect(size);
        push.connect(pull.bind(address));
    }

    @TearDown(Level.Trial)
    public void close() {
        context.close();
    }

    /** The caller's {@code ByteBuffer} in, a handler that sees the message in place out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long bufferToHandler() {
        sendBuffers();
        int received = 0;
        while (received < BATCH) {
            int polled = pull.poll(handler, BATCH - received, PATIENCE);
            if (polled == 0) {
                throw new IllegalStateException("messages are missing: received=" + received + ", sent=" + BATCH);
            }
            received += polled;
        }
        return sum;
    }

    /** The caller's {@code ByteBuffer} in and out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long bufferToBuffer() {
        sendBuffers();
        for (int i = 0; i < BATCH; i++) {
            incoming.clear();
            if (pull.receiveInto(incoming, PATIENCE) != size) {
                throw new IllegalStateException("messages are missing: received=" + i + ", sent=" + BATCH);
            }
            sum += incoming.get(0);
        }
        return sum;
    }

    /** {@code byte[]} in, a new {@code byte[]} out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long arrayToArray() {
        for (int i = 0; i < BATCH; i++) {
            push.send(array);
        }
        for (int i = 0; i < BATCH; i++) {
            sum += pull.receive()[0];
        }
        return sum;
    }

    private void sendBuffers() {
        for (int i = 0; i < BATCH; i++) {
            outgoing.clear();
            push.send(outgoing);
        }
    }
}
