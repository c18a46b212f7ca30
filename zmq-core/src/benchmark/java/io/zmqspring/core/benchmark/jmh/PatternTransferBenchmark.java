package io.zmqspring.core.benchmark.jmh;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
 * What does it cost, in time and in garbage of all threads, to send the caller's {@code ByteBuffer} and to receive it
 * in place, through ROUTER, PUB and SUB? {@link TransferBenchmark} does the same with PUSH and PULL.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PatternTransferBenchmark {

    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String TOPIC = "quotes";

    /** Which socket sends to which. */
    @Param({"dealer-router", "router-dealer", "pub-sub"})
    public String pattern = "";

    /** Where they meet. */
    @Param({"tcp://127.0.0.1:*"})
    public String address = "";

    /** Bytes of a message. */
    @Param({"10", "1024"})
    public int size;

    private long sum;
    private final ZmqContext context = ZmqContext.create();
    private final FrameHandler handler = (body, more) -> sum += body.remaining() == 0 ? 0 : body.get(body.position());
    private ByteBuffer outgoing = ByteBuffer.allocate(0);
    private @Nullable MultipartReceiver receiver;
    private Consumer<ByteBuffer> sender = body -> {};

    @Setup(Level.Trial)
    public void open() {
        outgoing = ByteBuffer.allocateDirect(size);
        outgoing.put(TOPIC.getBytes(StandardCharsets.US_ASCII));
        switch (pattern) {
            case "dealer-router" -> {
                RouterSocket router = context.router();
                DealerSocket dealer = context.dealer();
                dealer.connect(router.bind(address));
                receiver = router;
                sender = dealer::send;
            }
            case "router-dealer" -> {
                RouterSocket router = context.router(
                        SocketOptions.builder().routerMandatory(true).build());
                DealerSocket dealer = context.dealer();
                RoutingId peer = RoutingId.of("peer");
                router.connect(dealer.bind(address), peer);
                byte[] id = peer.bytes();
                receiver = dealer;
                sender = body -> router.send(id, body);
            }
            case "pub-sub" -> {
                PubSocket publisher = context.pub(SocketOptions.builder()
                        .overflowPolicy(OverflowPolicy.BLOCK)
                        .build());
                SubSocket subscriber = context.sub();
                subscriber.subscribe(TOPIC);
                subscriber.connect(publisher.bind(address));
                if (!publisher.awaitSubscription(TOPIC, PATIENCE)) {
                    throw new IllegalStateException("the subscription has not come: topic=" + TOPIC);
                }
                receiver = subscriber;
                sender = publisher::send;
            }
            default -> throw new IllegalArgumentException("unknown pattern: " + pattern);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        context.close();
    }

    /** The caller's {@code ByteBuffer} in, a handler that sees the message in place out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long bufferToHandler() {
        for (int i = 0; i < BATCH; i++) {
            outgoing.clear();
            sender.accept(outgoing);
        }
        MultipartReceiver in = Objects.requireNonNull(receiver);
        int received = 0;
        while (received < BATCH) {
            int polled = in.poll(handler, BATCH - received, PATIENCE);
            if (polled == 0) {
                throw new IllegalStateException("messages are missing: received=" + received + ", sent=" + BATCH);
            }
            received += polled;
        }
        return sum;
    }
}
