package io.zmqspring.benchmark;

import io.zmqspring.core.ZmqRequester;
import io.zmqspring.integration.outbound.ZmqOutboundGateway;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Adapters, gateways and channels over tcp to another process, beside the engine alone and spring-integration-zeromq.
 * Each round measures all; prints medians over the rounds, with the least and the most.
 *
 * <p>Options: {@code --rounds=5 --warmup=3 --seconds=2 --only=inbound,idle,outbound,gateway,channel}.
 */
public final class FlowBenchmark {

    private static final int IN_FLIGHT = 100;
    private static final Duration MAX_START = Duration.ofSeconds(30);
    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, List<Double>> results = new LinkedHashMap<>();

    private FlowBenchmark(String[] args) {
        for (String arg : args) {
            String[] parts = arg.replaceFirst("^--", "").split("=", 2);
            options.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
    }

    /**
     * Runs.
     *
     * @param args options
     * @throws Exception when a measurement fails
     */
    public static void main(String[] args) throws Exception {
        new FlowBenchmark(args).run();
        System.exit(0);
    }

    private void run() throws Exception {
        int rounds = number("rounds", 5);
        for (int round = 0; round < rounds; round++) {
            measure("inbound", "messages/s, engine", () -> received(Contenders::engineInbound));
            measure("inbound", "messages/s, inbound adapter", () -> received(Contenders::inbound));
            measure("inbound", "messages/s, theirs, consumeDelay 1 s (default)", () -> received(their(DEFAULT_DELAY)));
            measure("inbound", "messages/s, theirs, consumeDelay 1 ms", () -> received(their(Contenders.SHORT_DELAY)));
            measure("idle", "us after idle, bare TCP", () -> ticks("tick-bare", Contenders::bareInbound));
            measure("idle", "us after idle, engine", () -> ticks(Contenders::engineInbound));
            measure("idle", "us after idle, inbound adapter", () -> ticks(Contenders::inbound));
            measure("idle", "us after idle, theirs, consumeDelay 1 s (default)", () -> ticks(their(DEFAULT_DELAY)));
            measure("idle", "us after idle, theirs, consumeDelay 1 ms", () -> ticks(their(Contenders.SHORT_DELAY)));
            measure("outbound", "messages/s, engine", () -> sent("receive", Contenders::engineOutbound));
            measure("outbound", "messages/s, outbound adapter", () -> sent("receive", Contenders::outbound));
            measure("outbound", "messages/s, theirs", () -> sent("receive", Contenders::theirOutbound));
            measure("gateway", "us a round trip, ZmqRequester", this::requester);
            measure("gateway", "us a round trip, outbound gateway", this::gateway);
            measure("gateway", "round trips/s, 100 in flight, ZmqRequester", this::requesterInFlight);
            measure("gateway", "round trips/s, 100 in flight, outbound gateway", this::gatewayInFlight);
            measure(
                    "channel",
                    "deliveries/s, publish-subscribe channel",
                    () -> sent("subscribe", Contenders::publishSubscribe));
            measure(
                    "channel",
                    "deliveries/s, theirs",
                    () -> sent("subscribe-theirs", Contenders::theirPublishSubscribe));
            System.err.println("round " + (round + 1) + " of " + rounds);
        }
        print();
    }

    private double received(Receiver receiver) throws Exception {
        AtomicLong count = new AtomicLong();
        try (Contenders contenders = new Contenders();
                FarProcess sender = new FarProcess(
                        "send", receiver.endpoint(contenders, body -> count.lazySet(count.getPlain() + 1)))) {
            return rate(count::get);
        }
    }

    private static Receiver their(Duration delay) {
        return (contenders, times) -> contenders.theirInbound(delay, times);
    }

    /** {@return the median time from a send to the handler, messages 5 ms apart} */
    private double ticks(Receiver receiver) throws Exception {
        return ticks("tick", receiver);
    }

    private double ticks(String role, Receiver receiver) throws Exception {
        List<Long> times = new ArrayList<>();
        try (Contenders contenders = new Contenders();
                FarProcess sender = new FarProcess(role, receiver.endpoint(contenders, body -> {
                    long ns = System.nanoTime() - ByteBuffer.wrap(body).getLong();
                    synchronized (times) {
                        times.add(ns);
                    }
                }))) {
            Thread.sleep(number("warmup", 3) * 1000L);
            synchronized (times) {
                times.clear();
            }
            Thread.sleep(number("seconds", 2) * 1000L);
            synchronized (times) {
                return median(times);
            }
        }
    }

    private double sent(String role, Sender sender) throws Exception {
        AtomicReference<String> endpoint = new AtomicReference<>();
        try (Contenders contenders = new Contenders()) {
            Runnable send = sender.sends(contenders, endpoint::set);
            try (FarProcess receiver = new FarProcess(role, endpoint.get())) {
                return sent(send, receiver);
            }
        }
    }

    private double sent(Runnable send, FarProcess receiver) throws InterruptedException {
        // What publishes drops what is sent ahead of the subscription; theirs never recovers from a flood of it.
        long deadlineNs = System.nanoTime() + MAX_START.toNanos();
        while (receiver.count() == 0 && System.nanoTime() - deadlineNs < 0) {
            send.run();
            Thread.sleep(1);
        }
        Thread sending = Contenders.repeat(send);
        try {
            return rate(receiver::count);
        } finally {
            end(sending);
        }
    }

    private static void end(Thread thread) throws InterruptedException {
        thread.interrupt();
        thread.join(Duration.ofSeconds(1).toMillis());
    }

    private double requester() throws Exception {
        try (Contenders contenders = new Contenders();
                ZmqRequester requester = contenders.requester();
                FarProcess far = new FarProcess("reply", requester.bind("tcp://127.0.0.1:*"))) {
            return roundTrip(() -> requester.request(Contenders.BODY));
        }
    }

    private double gateway() throws Exception {
        try (Contenders contenders = new Contenders()) {
            ZmqOutboundGateway gateway = contenders.gateway(false);
            DirectChannel replies = contenders.initialize(new DirectChannel(), "replies");
            replies.subscribe(reply -> {});
            try (FarProcess far =
                    new FarProcess("reply", gateway.getBoundEndpoints().get(0))) {
                return roundTrip(() -> gateway.handleMessage(MessageBuilder.withPayload(Contenders.BODY)
                        .setReplyChannel(replies)
                        .build()));
            }
        }
    }

    /** {@return the median in microseconds} */
    private double roundTrip(Runnable request) {
        List<Long> times = new ArrayList<>();
        long began = System.nanoTime();
        long measureFrom = began + number("warmup", 3) * 1_000_000_000L;
        long end = measureFrom + number("seconds", 2) * 1_000_000_000L;
        for (long now = began; now - end < 0; ) {
            request.run();
            long then = System.nanoTime();
            if (then - measureFrom > 0) {
                times.add(then - now);
            }
            now = then;
        }
        return median(times);
    }

    private double requesterInFlight() throws Exception {
        try (Contenders contenders = new Contenders();
                ZmqRequester requester = contenders.requester();
                FarProcess far = new FarProcess("reply", requester.bind("tcp://127.0.0.1:*"))) {
            return inFlight(
                    done -> () -> requester.requestAsync(Contenders.BODY).whenComplete((reply, failure) -> done.run()));
        }
    }

    private double gatewayInFlight() throws Exception {
        try (Contenders contenders = new Contenders()) {
            ZmqOutboundGateway gateway = contenders.gateway(true);
            try (FarProcess far =
                    new FarProcess("reply", gateway.getBoundEndpoints().get(0))) {
                DirectChannel replies = contenders.initialize(new DirectChannel(), "replies");
                return inFlight(done -> {
                    replies.subscribe(reply -> done.run());
                    return () -> gateway.handleMessage(MessageBuilder.withPayload(Contenders.BODY)
                            .setReplyChannel(replies)
                            .build());
                });
            }
        }
    }

    /** {@return replies a second; the function gets what each reply has to run, and returns what sends a request} */
    private double inFlight(Function<Runnable, Runnable> requests) throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicLong count = new AtomicLong();
        Runnable done = () -> {
            count.incrementAndGet();
            free.release();
        };
        Runnable request = requests.apply(done);
        Thread asking = Contenders.repeat(() -> {
            free.acquireUninterruptibly();
            request.run();
        });
        try {
            return rate(count::get);
        } finally {
            end(asking);
            free.tryAcquire(IN_FLIGHT, 1, TimeUnit.SECONDS);
        }
    }

    private double rate(LongSupplier count) throws InterruptedException {
        long deadlineNs = System.nanoTime() + MAX_START.toNanos();
        while (count.getAsLong() == 0) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("nothing arrived within " + MAX_START);
            }
            Thread.sleep(1);
        }
        Thread.sleep(number("warmup", 3) * 1000L);
        long startNs = System.nanoTime();
        long start = count.getAsLong();
        Thread.sleep(number("seconds", 2) * 1000L);
        return (count.getAsLong() - start) * 1e9 / (System.nanoTime() - startNs);
    }

    /** {@return in microseconds} */
    private static double median(List<Long> ns) {
        long[] sorted = ns.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2] / 1000.0;
    }

    private void measure(String kind, String name, Measurement measurement) throws Exception {
        String only = options.getOrDefault("only", "");
        if (only.isEmpty() || List.of(only.split(",")).contains(kind)) {
            results.computeIfAbsent("| " + kind + " | " + name, unused -> new ArrayList<>())
                    .add(measurement.measure());
        }
    }

    private int number(String name, int byDefault) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(byDefault)));
    }

    private void print() {
        System.out.println("| what | unit, of which | median [least to most] |");
        System.out.println("|---|---|---:|");
        results.forEach((name, all) -> {
            double[] values = all.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(values);
            System.out.printf(
                    Locale.ROOT,
                    "%s | %,.0f [%,.0f to %,.0f] |%n",
                    name,
                    values[values.length / 2],
                    values[0],
                    values[values.length - 1]);
        });
    }

    /** Measures one number. */
    private interface Measurement {

        double measure() throws Exception;
    }

    /** Creates a receiver, which gives bodies to a consumer; returns its endpoint. */
    private interface Receiver {

        String endpoint(Contenders contenders, Consumer<byte[]> bodies) throws Exception;
    }

    /** Creates a sender; a consumer gets the endpoint to which the other process connects. */
    private interface Sender {

        Runnable sends(Contenders contenders, Consumer<String> endpoint) throws Exception;
    }
}
