package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.MessageWriter;
import io.zmqspring.core.benchmark.engine.Publisher;
import io.zmqspring.core.benchmark.engine.Subscriber;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageShape;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.nio.ByteBuffer;

/**
 * One socket subscribes to many topics, and then to a last one, to which the publisher sends when its application has
 * received them all: so long it takes until they are known. A few times to get warm, taking them all back each time,
 * and once measured.
 */
final class Subscriptions {

    private static final int TOPIC_LENGTH = 16;

    /** The last is measured; after fewer than four, compilers still take half of both cores. */
    private static final int ROUNDS = 6;

    private static final long SPREADING = 0x9E3779B97F4A7C15L;

    private Subscriptions() {}

    static void publish(Arguments arguments, Parent parent) throws Exception {
        String address = arguments.text("endpoint");
        try (Engine engine = Engines.open(arguments.text("engine"), address, EngineSettings.from(arguments))) {
            Publisher publisher = engine.openPublisher(address, true);
            MessageWriter writer = publisher.writer();
            parent.tellEndpoints(publisher.endpoint());
            for (int round = 0; round < ROUNDS; round++) {
                long header;
                do {
                    header = ByteBuffer.wrap(publisher.receiveSubscription()).getLong(1);
                } while (!MessageHeader.isEnd(header));
                writer.send(header);
            }
            parent.tell(ResultLine.empty().with("rounds", ROUNDS));
        }
    }

    static void subscribe(Arguments arguments, Parent parent) throws Exception {
        String endpoint = arguments.text("endpoint");
        int count = arguments.integer("topics", 1_000_000);
        byte[][] topics = new byte[count][];
        for (int i = 0; i < count; i++) {
            topics[i] = topic(MessageHeader.of(MessageHeader.MEASURED, 0, i));
        }
        try (Engine engine = Engines.open(arguments.text("engine"), endpoint, EngineSettings.from(arguments))) {
            Subscriber subscriber = engine.openSubscriber(endpoint);
            for (int round = 1; round < ROUNDS; round++) {
                for (byte[] topic : topics) {
                    subscriber.subscribe(topic);
                }
                for (byte[] topic : topics) {
                    subscriber.unsubscribe(topic);
                }
                awaitKnown(subscriber, MessageHeader.of(MessageHeader.END, 0, round));
            }
            long start = System.nanoTime();
            for (byte[] topic : topics) {
                subscriber.subscribe(topic);
            }
            awaitKnown(subscriber, MessageHeader.of(MessageHeader.END, 0, ROUNDS));
            parent.tell(ResultLine.of(MessageShape.from(arguments))
                    .with("measured", count)
                    .with("nanos", System.nanoTime() - start));
        }
    }

    private static byte[] topic(long header) {
        return ByteBuffer.allocate(TOPIC_LENGTH)
                .putLong(header)
                .putLong(header * SPREADING)
                .array();
    }

    private static void awaitKnown(Subscriber subscriber, long end) throws Exception {
        subscriber.subscribe(
                ByteBuffer.allocate(MessageHeader.LENGTH).putLong(end).array());
        subscriber.receive((header, length, more) -> {
            if (header != end) {
                throw new IllegalStateException("not what was subscribed to: " + header);
            }
        });
    }
}
