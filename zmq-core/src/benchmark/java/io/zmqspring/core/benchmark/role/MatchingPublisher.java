package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.Publisher;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Publishes to topics at random, each of which the same subscriber has subscribed to. That reads nothing, so that soon
 * each message is matched, finds no room and is dropped: what is measured is the look for subscribers.
 */
final class MatchingPublisher {

    private static final int MESSAGES = 1 << 14;
    private static final long SPREADING = 0x9E3779B97F4A7C15L;

    private MatchingPublisher() {}

    /** A topic of 16 bytes, the first half of which all have in common. */
    static byte[] topic(int number) {
        byte[] topic = "quotes.000000000".getBytes(StandardCharsets.US_ASCII);
        for (int i = topic.length - 1, rest = number; rest > 0; i--, rest /= 10) {
            topic[i] += (byte) (rest % 10);
        }
        return topic;
    }

    static void run(Arguments arguments, Parent parent) throws Exception {
        CountDownLatch stopped = parent.stopped();
        String address = arguments.text("endpoint");
        int topics = arguments.integer("topics", 1000);
        try (Engine engine = Engines.open(arguments.text("engine"), address, EngineSettings.from(arguments))) {
            Publisher publisher = engine.openPublisher(address, false);
            parent.tellEndpoints(publisher.endpoint());
            for (int i = 0; i < topics; i++) {
                publisher.receiveSubscription();
            }
            long memory = MemoryReading.afterCollection().number("heap");
            byte[][] messages = new byte[MESSAGES][];
            for (int i = 0; i < MESSAGES; i++) {
                messages[i] = topic((int) ((i * SPREADING >>> Integer.SIZE) % topics));
            }
            sendFor(publisher, messages, arguments.nanos("warmup", 3));
            long start = System.nanoTime();
            long sent = sendFor(publisher, messages, arguments.nanos("seconds", 3));
            parent.tell(ResultLine.empty()
                    .with("measured", sent)
                    .with("nanos", System.nanoTime() - start)
                    .with("memory", memory));
            stopped.await();
        }
    }

    private static long sendFor(Publisher publisher, byte[][] messages, long nanos) throws Exception {
        long start = System.nanoTime();
        long sent = 0;
        do {
            for (byte[] message : messages) {
                publisher.publish(message);
            }
            sent += messages.length;
        } while (System.nanoTime() - start < nanos);
        return sent;
    }
}
