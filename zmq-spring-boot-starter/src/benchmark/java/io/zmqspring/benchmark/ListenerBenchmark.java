package io.zmqspring.benchmark;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages per second over tcp from a process that sends, one listener after the other, beside the engine alone, with
 * Jackson, and JeroMQ in a loop written by hand. Prints medians over the rounds.
 *
 * <p>Options: {@code --rounds=5 --warmup=3 --seconds=2 --only=bytes,text}.
 */
public final class ListenerBenchmark {

    private static final String TEXT = "0123456789";
    private static final String JSON = "{\"symbol\":\"EURUSD\",\"amount\":110}";

    private final Map<String, String> options;
    private final Map<String, List<Double>> nanos = new LinkedHashMap<>();

    private ListenerBenchmark(Map<String, String> options) {
        this.options = options;
    }

    /**
     * Runs.
     *
     * @param args options
     * @throws Exception when a measurement fails
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        for (String arg : args) {
            String[] parts = arg.replaceFirst("^--", "").split("=", 2);
            options.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        new ListenerBenchmark(options).run();
        System.exit(0);
    }

    private void run() throws Exception {
        int rounds = number("rounds", 5);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listeners.class)) {
            for (int round = 0; round < rounds; round++) {
                measure("engine", TEXT, this::engine);
                measure("engine and Jackson", JSON, this::engineWithJackson);
                measure("JeroMQ", TEXT, this::jeroMq);
                for (String kind : Listeners.KINDS) {
                    measure(
                            "listener " + kind,
                            kind.equals("record") ? JSON : TEXT,
                            text -> listener(context, kind, text));
                }
                System.err.println("round " + (round + 1) + " of " + rounds);
            }
        }
        print();
    }

    private void measure(String name, String text, Measurement measurement) throws Exception {
        String only = options.getOrDefault("only", "");
        String kind = name.replace("listener ", "");
        if (only.isEmpty() || List.of(only.split(",")).contains(kind)) {
            nanos.computeIfAbsent(name, unused -> new ArrayList<>()).add(measurement.nanosPerMessage(text));
        }
    }

    private double listener(AnnotationConfigApplicationContext context, String kind, String text) throws Exception {
        ZmqMessageListenerContainer container =
                context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainer(kind);
        Listeners listeners = context.getBean(Listeners.class);
        container.start();
        String endpoint = context.getBean(ZmqSocketRegistry.class)
                .getSocket(container.getSocketName())
                .lastEndpoint()
                .orElseThrow();
        try {
            return rate(endpoint, text, listeners::count);
        } finally {
            context.getBean(ZmqSocketRegistry.class)
                    .getSocket(container.getSocketName())
                    .stop();
            container.stop();
        }
    }

    private double engine(String text) throws Exception {
        AtomicLong count = new AtomicLong();
        try (ZmqContext context = ZmqContext.create();
                PullSocket socket = context.pull()) {
            String endpoint = socket.bind("tcp://127.0.0.1:*");
            Thread thread = daemon(() -> {
                while (!socket.isClosed()) {
                    socket.receiveMessage();
                    count.setOpaque(count.getPlain() + 1);
                }
            });
            double result = rate(endpoint, text, count::get);
            socket.close();
            thread.join();
            return result;
        }
    }

    private double engineWithJackson(String text) throws Exception {
        AtomicLong count = new AtomicLong();
        ObjectReader reader = JsonMapper.builder().build().readerFor(Listeners.Price.class);
        try (ZmqContext context = ZmqContext.create();
                PullSocket socket = context.pull()) {
            String endpoint = socket.bind("tcp://127.0.0.1:*");
            Thread thread = daemon(() -> {
                while (!socket.isClosed()) {
                    Listeners.Price price =
                            reader.readValue(socket.receiveMessage().frame(0));
                    count.setOpaque(count.getPlain() + (price.amount() > 0 ? 1 : 0));
                }
            });
            double result = rate(endpoint, text, count::get);
            socket.close();
            thread.join();
            return result;
        }
    }

    private double jeroMq(String text) throws Exception {
        AtomicLong count = new AtomicLong();
        try (ZContext context = new ZContext()) {
            ZMQ.Socket socket = context.createSocket(SocketType.PULL);
            int port = socket.bindToRandomPort("tcp://127.0.0.1");
            daemon(() -> {
                while (!context.isClosed()) {
                    if (socket.recv() != null) {
                        count.setOpaque(count.getPlain() + 1);
                    }
                }
            });
            return rate("tcp://127.0.0.1:" + port, text, count::get);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException closed) {
                        // The socket was closed: the measurement is over.
                    }
                },
                "receiver");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** {@return nanoseconds a message} */
    private double rate(String endpoint, String text, LongSupplier count) throws Exception {
        Process sender = Sender.start(endpoint, text);
        try {
            long before = count.getAsLong();
            while (count.getAsLong() == before) {
                Thread.sleep(1);
            }
            Thread.sleep(number("warmup", 3) * 1000L);
            long startNs = System.nanoTime();
            long start = count.getAsLong();
            Thread.sleep(number("seconds", 2) * 1000L);
            return (System.nanoTime() - startNs) / (double) (count.getAsLong() - start);
        } finally {
            sender.destroyForcibly().waitFor();
        }
    }

    private int number(String name, int byDefault) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(byDefault)));
    }

    private void print() {
        System.out.println("| over tcp | ns a message | least to most | messages/s |");
        System.out.println("|---|---:|---|---:|");
        nanos.forEach((name, values) -> {
            Collections.sort(values);
            double median = values.get(values.size() / 2);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f to %.0f | %.2f M |%n",
                    name,
                    median,
                    values.get(0),
                    values.get(values.size() - 1),
                    1000 / median);
        });
    }

    /** Measures one way to receive. */
    private interface Measurement {

        double nanosPerMessage(String text) throws Exception;
    }
}
