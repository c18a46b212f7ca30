package io.zmqspring.benchmark;

import io.zmqspring.core.ZmqRequester;
import io.zmqspring.integration.outbound.ZmqOutboundGateway;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import java.util.function.LongConsumer;
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
    private static final byte[] BODY = Contenders.TEXT.getBytes(StandardCharsets.UTF_8);

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
            measure("inbound", "messages/s, engine", this::engineInbound);
            measure("inbound", "messages/s, inbound adapter", this::inbound);
            measure("inbound", "messages/s, theirs, consumeDelay 1 s (default)", () -> theirInbound(DEFAULT_DELAY));
            measure("inbound", "messages/s, theirs, consumeDelay 1 ms", () -> theirInbound(Contenders.SHORT_DELAY));
            measure("idle", "us after idle, bare TCP", () -> ticks("tick-bare", Contenders::bareInbound));
            measure(
                    "idle",
                    "us after idle, engine",
                    () -> ticks((contenders, times) -> contenders.engineInbound(times)));
            measure("idle", "us after idle, inbound adapter", () -> ticks(Contenders::inbound));
            measure("idle", "us after idle, theirs, consumeDelay 1 s (default)", () -> ticks(their(DEFAULT_DELAY)));
            measure("idle", "us after idle, theirs, consumeDelay 1 ms", () -> ticks(their(Contenders.SHORT_DELAY)));
            measure("outbound", "messages/s, engine", () -> outbound(Contenders::engineOutbound));
            measure("outbound", "messages/s, outbound adapter", () -> outbound(Contenders::outbound));
            measure("outbound", "messages/s, theirs", () -> outbound(Contenders::theirOutbound));
            measure("gateway", "us a round trip, ZmqRequester", this::requester);
            measure("gateway", "us a round trip, outbound gateway", this::gateway);
            measure("gateway", "round trips/s, 100 in flight, ZmqRequester", this::requesterInFlight);
            measure("gateway", "round trips/s, 100 in flight, outbound gateway", this::gatewayInFlight);
            measure(
                    "channel",
                    "deliveries/s, publish-subscribe channel",
                    () -> channel("subscribe", Contenders::channel));
            measure("channel", "deliveries/s, theirs", () -> channel("subscribe-theirs", Contenders::theirChannel));
            System.err.println("round " + (round + 1) + " of " + rounds);
        }
        print();
    }

    private double engineInbound() throws Exception {
        AtomicLong count = new AtomicLong();
        return received(count, contenders -> contenders.engineInbound(body -> count.lazySet(count.getPlain() + 1)));
    }

    private double inbound() throws Exception {
        AtomicLong count = new AtomicLong();
        return received(count, contenders -> contenders.inbound(body -> count.lazySet(count.getPlain() + 1)));
    }

    private double theirInbound(Duration delay) throws Exception {
        AtomicLong count = new AtomicLong();
        return received(
                count, contenders -> contenders.theirInbound(delay, body -> count.lazySet(count.getPlain() + 1)));
    }

    private double received(AtomicLong count, Receiver receiver) throws Exception {
        try (Contenders contenders = new Contenders();
                FarProcess sender = FarSide.start("send", receiver.endpoint(contenders))) {
            return rate(count::get);
        }
    }

    private static Ticks their(Duration delay) {
        return (contenders, times) -> contenders.theirInbound(delay, times);
    }

    /** {@return the median time from a send to the handler, messages 5 ms apart} */
    private double ticks(Ticks receiver) throws Exception {
        return ticks("tick", receiver);
    }

    private double ticks(String role, Ticks receiver) throws Exception {
        List<Long> times = new ArrayList<>();
        try (Contenders contenders = new Contenders();
                FarProcess sender = FarSide.start(role, receiver.endpoint(contenders, body -> {
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

    private double outbound(Sender sender) throws Exception {
        AtomicReference<String> endpoint = new AtomicReference<>();
        try (Contenders contenders = new Contenders()) {
            Runnable send = sender.sends(contenders, endpoint::set);
            try (FarProcess receiver = FarSide.start("receive", endpoint.get())) {
                return sent(send, receiver);
            }
        }
    }

    private double channel(String role, Channel channel) throws Exception {
        AtomicLong ports = new AtomicLong();
        try (Contenders contenders = new Contenders()) {
            Runnable send = channel.sends(contenders, ports::set);
            try (FarProcess receiver = FarSide.start(role, Contenders.url(ports.get()))) {
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
        Thread sending = repeat(send);
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

    private static Thread repeat(Runnable send) {
        Thread sending = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    send.run();
                }
            } catch (RuntimeException interrupted) {
                // The measurement is over.
            }
        });
        sending.setDaemon(true);
        sending.start();
        return sending;
    }

    private double requester() throws Exception {
        try (Contenders contenders = new Contenders();
                ZmqRequester requester = contenders.requester();
                FarProcess far = FarSide.start("reply", requester.bind("tcp://127.0.0.1:*"))) {
            return roundTrip(() -> requester.request(BODY));
        }
    }

    private double gateway() throws Exception {
        try (Contenders contenders = new Contenders()) {
            ZmqOutboundGateway gateway = contenders.gateway(false);
            DirectChannel replies = contenders.initialize(new DirectChannel(), "replies");
            replies.subscribe(reply -> {});
            try (FarProcess far =
                    FarSide.start("reply", gateway.getBoundEndpoints().get(0))) {
                return roundTrip(() -> gateway.handleMessage(MessageBuilder.withPayload(BODY)
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
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicLong count = new AtomicLong();
        try (Contenders contenders = new Contenders();
                ZmqRequester requester = contenders.requester();
                FarProcess far = FarSide.start("reply", requester.bind("tcp://127.0.0.1:*"))) {
            Thread asking = repeat(() -> {
                free.acquireUninterruptibly();
                requester.requestAsync(BODY).whenComplete((reply, failure) -> {
                    count.incrementAndGet();
                    free.release();
                });
            });
            try {
                return rate(count::get);
            } finally {
                end(asking);
                free.tryAcquire(IN_FLIGHT, 1, TimeUnit.SECONDS);
            }
        }
    }

    private double gatewayInFlight() throws Exception {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicLong count = new AtomicLong();
        try (Contenders contenders = new Contenders()) {
            ZmqOutboundGateway gateway = contenders.gateway(true);
            DirectChannel replies = contenders.initialize(new DirectChannel(), "replies");
            replies.subscribe(reply -> {
                count.incrementAndGet();
                free.release();
            });
            try (FarProcess far =
                    FarSide.start("reply", gateway.getBoundEndpoints().get(0))) {
                Thread asking = repeat(() -> {
                    free.acquireUninterruptibly();
                    gateway.handleMessage(MessageBuilder.withPayload(BODY)
                            .setReplyChannel(replies)
                            .build());
                });
                try {
                    return rate(count::get);
                } finally {
                    end(asking);
                    free.tryAcquire(IN_FLIGHT, 1, TimeUnit.SECONDS);
                }
            }
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

    /** Makes what receives; returns where. */
    private interface Receiver {

        String endpoint(Contenders contenders) throws Exception;
    }

    /** Makes what receives and gives bodies to a consumer; returns where. */
    private interface Ticks {

        String endpoint(Contenders contenders, Consumer<byte[]> times) throws Exception;
    }

    /** Makes what sends; its endpoint goes to a consumer. */
    private interface Sender {

        Runnable sends(Contenders contenders, Consumer<String> endpoint) throws Exception;
    }

    /** Makes a channel; the ports of its proxy go to a consumer. */
    private interface Channel {

        Runnable sends(Contenders contenders, LongConsumer ports) throws Exception;
    }
}
