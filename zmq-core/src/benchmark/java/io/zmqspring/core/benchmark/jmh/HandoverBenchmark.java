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
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * How many messages of 10 bytes go from one thread to another through a ring, and through a plain queue of arrays? Both
 * threads look again and again, neither sleeps; the figures of a group count each message twice, in and out.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandoverBenchmark {

    private static final int SIZE = 10;
    private static final int HIGH_WATER_MARK = 1000;

    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), HIGH_WATER_MARK, 64 << 20);
    private final MessageWriter writer = new MessageWriter(queue);
    private final MessageReader reader = new MessageReader(queue);
    private final ByteBuffer body = ByteBuffer.allocateDirect(SIZE);
    private final ArrayBlockingQueue<byte[]> plain = new ArrayBlockingQueue<>(HIGH_WATER_MARK);
    private final byte[] array = new byte[SIZE];
    private long sum;
    private final FrameHandler handler = (frame, more) -> sum += frame.get(frame.position());

    @Benchmark
    @Group("ring")
    public boolean ringIn(Control control) {
        body.clear();
        boolean isWritten = writer.write(body, true);
        while (!isWritten && !control.stopMeasurement) {
            Thread.onSpinWait();
            isWritten = writer.write(body, true);
        }
        return isWritten;
    }

    @Benchmark
    @Group("ring")
    public long ringOut(Control control) {
        while (!reader.hasMessage()) {
            if (control.stopMeasurement) {
                return sum;
            }
            Thread.onSpinWait();
        }
        reader.handle(handler);
        return sum;
    }

    @Benchmark
    @Group("plainQueue")
    public boolean plainIn(Control control) {
        byte[] copy = array.clone();
        boolean isWritten = plain.offer(copy);
        while (!isWritten && !control.stopMeasurement) {
            Thread.onSpinWait();
            isWritten = plain.offer(copy);
        }
        return isWritten;
    }

    @Benchmark
    @Group("plainQueue")
    public long plainOut(Control control) {
        byte[] received = plain.poll();
        while (received == null && !control.stopMeasurement) {
            Thread.onSpinWait();
            received = plain.poll();
        }
        return received == null ? sum : received[0];
    }
}
