package io.zmqspring.benchmark;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Requests over tcp to another process: the engine's requester and responder, the template and a listener of a REP, and
 * what starts an application with five sockets. Each round measures all; prints medians, with the least and the most.
 */
public final class RequestBenchmark {

    private static final int ROUNDS = 5;
    private static final int IN_FLIGHT = 100;
    private static final long WARMUP_NS = 3_000_000_000L;
    private static final long MEASURED_NS = 2_000_000_000L;
    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);

    private final Map<String, List<Double>> results = new LinkedHashMap<>();

    private RequestBenchmark() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        new RequestBenchmark().run();
        System.exit(0);
    }

    private void run() throws Exception {
        Process server = JavaProcess.start(Server.class);
        BufferedReader endpoints =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String engine = endpoints.readLine();
        String listener = endpoints.readLine();
        try (ZmqContext zmq = ZmqContext.create();
                ZmqRequester requester = zmq.requester();
                ConfigurableApplicationContext client = SpringApplication.run(
                        Client.class, "--spring.main.banner-mode=off", "--zmq.requesters.far.connect=" + listener)) {
            requester.connect(engine);
            ZmqTemplate template = client.getBean(ZmqTemplate.class);
            for (int round = 0; round < ROUNDS; round++) {
                add("us a round trip, engine", roundTrip(() -> requester.request(BODY)));
                add(
                        "us a round trip, sendAndReceive and @ZmqListener",
                        roundTrip(() -> template.sendAndReceive("far", BODY, byte[].class)));
                add("round trips/s, 100 in flight, engine", inFlight(() -> requester.requestAsync(BODY)));
                add(
                        "round trips/s, 100 in flight, sendAndReceiveAsync and @ZmqListener",
                        inFlight(() -> template.sendAndReceiveAsync("far", BODY, byte[].class)));
                add("ms to start, five sockets", startup(true));
                add("ms to start, zmq.enabled=false", startup(false));
                System.err.println("round " + (round + 1) + " of " + ROUNDS);
            }
        } finally {
            server.destroyForcibly();
        }
        print();
    }

    /** {@return how long the application took, by its own watch, in milliseconds} */
    private static double startup(boolean enabled) throws IOException {
        Process process = JavaProcess.start(Started.class, Boolean.toString(enabled));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return Double.parseDouble(lines.readLine());
        }
    }

    private static double roundTrip(Supplier<?> request) {
        List<Long> times = new ArrayList<>();
        long began = System.nanoTime();
        for (long now = began; now - began < WARMUP_NS + MEASURED_NS; ) {
            request.get();
            long then = System.nanoTime();
            if (then - began > WARMUP_NS) {
                times.add(then - now);
            }
            now = then;
        }
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2] / 1000.0;
    }

    private static double inFlight(Supplier<? extends CompletionStage<?>> request) throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicLong count = new AtomicLong();
        long began = System.nanoTime();
        long start = 0;
        long startNs = 0;
        while (System.nanoTime() - began < WARMUP_NS + MEASURED_NS) {
            if (startNs == 0 && System.nanoTime() - began > WARMUP_NS) {
                start = count.get();
                startNs = System.nanoTime();
            }
            free.acquire();
            request.get().whenComplete((reply, failure) -> {
                count.incrementAndGet();
                free.release();
            });
        }
        double rate = (count.get() - start) * 1e9 / (System.nanoTime() - startNs);
        free.acquire(IN_FLIGHT);
        return rate;
    }

    private void add(String name, double value) {
        results.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    }

    private void print() {
        System.out.println("| what | median [least to most] |");
        System.out.println("|---|---:|");
        results.forEach((name, all) -> {
            double[] values = all.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(values);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.1f [%,.1f to %,.1f] |%n",
                    name,
                    values[values.length / 2],
                    values[0],
                    values[values.length - 1]);
        });
    }

    /** Asks. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Client {}

    /** Replies. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Server {

        /**
         * Prints two endpoints: the engine's and the listener's.
         *
         * @param args none
         */
        public static void main(String[] args) {
            ConfigurableApplicationContext application = SpringApplication.run(
                    Server.class,
                    "--spring.main.banner-mode=off",
                    "--logging.level.root=warn",
                    "--zmq.sockets.replies.type=rep",
                    "--zmq.sockets.replies.bind=tcp://127.0.0.1:*");
            ZmqResponder responder =
                    application.getBean(ZmqContext.class).responder(request -> request.reply(request.message()));
            System.out.println(responder.bind("tcp://127.0.0.1:*"));
            System.out.println(application
                    .getBean(ZmqSocketRegistry.class)
                    .getSocket("replies")
                    .lastEndpoint()
                    .orElseThrow());
        }

        @ZmqListener("replies")
        byte[] reply(byte[] request) {
            return request;
        }
    }

    /** Is empty but for its sockets. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Started {

        /**
         * Prints how long the start took in milliseconds.
         *
         * @param args whether there is ZeroMQ
         */
        public static void main(String[] args) {
            List<String> arguments = new ArrayList<>(
                    List.of("--spring.main.banner-mode=off", "--logging.level.root=warn", "--zmq.enabled=" + args[0]));
            for (int socket = 0; socket < 5; socket++) {
                arguments.add("--zmq.sockets.s" + socket + ".type=pull");
                arguments.add("--zmq.sockets.s" + socket + ".bind=tcp://127.0.0.1:*");
            }
            long began = System.nanoTime();
            SpringApplication.run(Started.class, arguments.toArray(String[]::new));
            System.out.println((System.nanoTime() - began) / 1e6);
            System.exit(0);
        }
    }
}
