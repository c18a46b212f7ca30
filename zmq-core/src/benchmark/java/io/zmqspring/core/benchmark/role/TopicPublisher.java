package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.MessageWriter;
import io.zmqspring.core.benchmark.engine.Publisher;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.util.concurrent.CountDownLatch;

/**
 * Publishes to one subscriber after the other, by a topic that only it has, waits for room and measures how many
 * messages it can send. A topic is the message's header.
 */
final class TopicPublisher {

    private static final int MESSAGES_PER_CLOCK_READ = 64;

    private final MessageWriter writer;
    private final int topics;
    private long sent;

    private TopicPublisher(MessageWriter writer, int topics) {
        this.writer = writer;
        this.topics = topics;
    }

    static long topic(int subscriber) {
        return MessageHeader.of(MessageHeader.MEASURED, 0, subscriber);
    }

    static void run(Arguments arguments, Parent parent) throws Exception {
        EngineSettings settings = EngineSettings.from(arguments);
        CountDownLatch stopped = parent.stopped();
        String address = arguments.text("endpoint");
        int topics = arguments.integer("subscribers", 1);
        try (Engine engine = Engines.open(arguments.text("engine"), address, settings)) {
            Publisher publisher = engine.openPublisher(address, true);
            parent.tellEndpoints(publisher.endpoint());
            for (int i = 0; i < topics; i++) {
                publisher.receiveSubscription();
            }
            TopicPublisher self = new TopicPublisher(publisher.writer(), topics);
            self.sendFor(arguments.nanos("warmup", 3));
            long before = self.sent;
            long nanos = self.sendFor(arguments.nanos("seconds", 3));
            parent.tell(ResultLine.of(settings.shape())
                    .with("measured", self.sent - before)
                    .with("nanos", nanos));
            stopped.await();
        }
    }

    private long sendFor(long nanos) throws Exception {
        long start = System.nanoTime();
        long now = start;
        while (now - start < nanos) {
            for (int i = 0; i < MESSAGES_PER_CLOCK_READ; i++) {
                writer.send(topic((int) (sent++ % topics)));
            }
            now = System.nanoTime();
        }
        return now - start;
    }
}
