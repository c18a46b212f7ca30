package io.zmqspring.benchmark;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages per second over tcp from a process that sends, one listener after the other, beside the engine alone, with
 * Jackson, and JeroMQ in a loop written by hand. {@code metered} is {@code bytes} with all meters but the timer of each
 * message, {@code timed} has that too. Prints medians over the rounds, with the least and the most. The CPU
 * time of the receiving thread is what a listener costs also where the machine is busy otherwise.
 *
 * <p>Options: {@code --rounds=5 --warmup=3 --seconds=2 --only=bytes,text}.
 */
public final class ListenerBenchmark {

    private static final String TEXT = "0123456789";
    private static final String RECEIVER = "receiver";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String JSON = "{\"symbol\":\"EURUSD\",\"amount\":110}";

    private final Map<String, String> options;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

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
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listeners.class);
                MeteredListeners metered = new MeteredListeners(false);
                MeteredListeners timed = new MeteredListeners(true)) {
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
                measure("listener metered", TEXT, text -> listener(metered.context(), "bytes", text));
                measure("listener timed", TEXT, text -> listener(timed.context(), "bytes", text));
                System.err.println("round " + (round + 1) + " of " + rounds);
            }
        }
        print();
    }

    private void measure(String name, String text, Measurement measurement) throws Exception {
        String only = options.getOrDefault("only", "");
        String kind = name.replace("listener ", "");
        if (only.isEmpty() || List.of(only.split(",")).contains(kind)) {
            samples.computeIfAbsent(name, unused -> new ArrayList<>()).add(measurement.measure(text));
        }
    }

    private Sample listener(AnnotationConfigApplicationContext context, String kind, String text) throws Exception {
        ZmqMessageListenerContainer container =
                context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainer(kind);
        Listeners listeners = context.getBean(Listeners.class);
        container.start();
        String endpoint = context.getBean(ZmqSocketRegistry.class)
                .getSocket(container.getSocketName())
                .lastEndpoint()
                .orElseThrow();
        try {
            return rate(endpoint, text, kind + "-1", listeners::count);
        } finally {
            context.getBean(ZmqSocketRegistry.class)
                    .getSocket(container.getSocketName())
                    .stop();
            container.stop();
        }
    }

    private Sample engine(String text) throws Exception {
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
            Sample result = rate(endpoint, text, RECEIVER, count::get);
            socket.close();
            thread.join();
            return result;
        }
    }

    private Sample engineWithJackson(String text) throws Exception {
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
            Sample result = rate(endpoint, text, RECEIVER, count::get);
            socket.close();
            thread.join();
            return result;
        }
    }

    private Sample jeroMq(String text) throws Exception {
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
            return rate("tcp://127.0.0.1:" + port, text, RECEIVER, count::get);
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
                RECEIVER);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Sample rate(String endpoint, String text, String receiver, LongSupplier count) throws Exception {
        Process sender = JavaProcess.start(Sender.class, endpoint, text);
        try {
            long before = count.getAsLong();
            while (count.getAsLong() == before) {
                Thread.sleep(1);
            }
            Thread.sleep(number("warmup", 3) * 1000L);
            long thread = threadId(receiver);
            long startNs = System.nanoTime();
            long startCpuNs = THREADS.getThreadCpuTime(thread);
            long start = count.getAsLong();
            Thread.sleep(number("seconds", 2) * 1000L);
            double messages = count.getAsLong() - start;
            return new Sample(
                    (System.nanoTime() - startNs) / messages,
                    (THREADS.getThreadCpuTime(thread) - startCpuNs) / messages);
        } finally {
            sender.destroyForcibly().waitFor();
        }
    }

    private static long threadId(String name) {
        for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals(name)) {
                return info.getThreadId();
            }
        }
        throw new IllegalStateException("no thread is named " + name);
    }

    private int number(String name, int byDefault) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(byDefault)));
    }

    private void print() {
        System.out.println("| over tcp | ns a message | CPU ns of the receiving thread | messages/s |");
        System.out.println("|---|---|---|---:|");
        samples.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.2f M |%n",
                name,
                spread(all, Sample::wallNs),
                spread(all, Sample::cpuNs),
                1000 / sorted(all, Sample::wallNs)[all.size() / 2]));
    }

    private static String spread(List<Sample> all, ToDoubleFunction<Sample> of) {
        double[] values = sorted(all, of);
        return String.format(
                Locale.ROOT, "%.0f [%.0f to %.0f]", values[values.length / 2], values[0], values[values.length - 1]);
    }

    private static double[] sorted(List<Sample> all, ToDoubleFunction<Sample> of) {
        return all.stream().mapToDouble(of).sorted().toArray();
    }

    /** What one message takes. */
    private record Sample(double wallNs, double cpuNs) {}

    /** Measures one way to receive. */
    private interface Measurement {

        Sample measure(String text) throws Exception;
    }
}
