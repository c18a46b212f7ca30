package io.zmqspring.core.benchmark.jmh;

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
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What does the work of {@link TransferBenchmark} cost with JeroMQ? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JeroMqTransferBenchmark {

    private static final int BATCH = 500;

    /** Where the two sockets meet. */
    @Param({"tcp://127.0.0.1:*", "inproc://transfer"})
    public String address = "";

    /** Bytes of a message. */
    @Param({"10", "1024"})
    public int size;

    private final ZContext context = new ZContext();
    private final ZMQ.Socket pull = context.createSocket(SocketType.PULL);
    private final ZMQ.Socket push = context.createSocket(SocketType.PUSH);
    private long sum;

    @Setup(Level.Trial)
    public void open() {
        pull.bind(address);
        push.connect(pull.getLastEndpoint());
    }

    @TearDown(Level.Trial)
    public void close() {
        context.close();
    }

    /** A new {@code byte[]} in, since JeroMQ keeps it, and a new one out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long arrayToArray() {
        for (int i = 0; i < BATCH; i++) {
            push.send(new byte[size]);
        }
        for (int i = 0; i < BATCH; i++) {
            sum += pull.recv()[0];
        }
        return sum;
    }
}
