package io.zmqspring.core.benchmark.jmh;

import io.zmqspring.core.pattern.subscription.Subscriber;
import io.zmqspring.core.pattern.subscription.SubscriptionTable;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import java.nio.charset.StandardCharsets;
import java.util.Random;
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

/** What does it cost a publisher to find the peers that want a message, among few and many subscriptions? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SubscriptionBenchmark {

    private static final int MESSAGES = 1 << 14;

    /** Topics of 16 bytes, each subscribed to by one peer. */
    @Param({"1000", "1000000"})
    public int subscriptions;

    private final SubscriptionTable table = new SubscriptionTable();
    private final byte[][] messages = new byte[MESSAGES][];

    @Setup(Level.Trial)
    public void subscribe() {
        FrameQueue queue = new FrameQueue(new BufferPool(1 << 16), 0, 1);
        Subscriber peer = table.add(new Pipe(queue, queue, false, false));
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long before = runtime.totalMemory() - runtime.freeMemory();
        for (int i = 0; i < subscriptions; i++) {
            table.subscribe(peer, topic(i));
        }
        System.gc();
        long used = runtime.totalMemory() - runtime.freeMemory() - before;
        System.out.println("bytes of memory for each subscription: " + used / subscriptions);
        Random random = new Random(1);
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = topic(random.nextInt(subscriptions));
        }
    }

    private static byte[] topic(int number) {
        return String.format("quotes.%09d", number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Each message has another topic, at random, that one peer wants. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int match() {
        int found = 0;
        for (byte[] message : messages) {
            found += table.match(message, 0, message.length, false);
        }
        if (found != MESSAGES) {
            throw new IllegalStateException("messages=" + MESSAGES + ", matched=" + found);
        }
        return found;
    }
}
