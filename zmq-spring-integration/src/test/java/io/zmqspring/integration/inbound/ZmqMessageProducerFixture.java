package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;

/** A context of each kind, channels, and producers that end with the test. */
abstract class ZmqMessageProducerFixture {

    static final Duration LIMIT = Duration.ofSeconds(10);
    static final String ANY_PORT = "tcp://127.0.0.1:*";

    final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    final ZmqContext zmq = ZmqContext.create();
    final List<ZmqMessageProducer> producers = new ArrayList<>();
    final QueueChannel output = new QueueChannel();
    final QueueChannel errors = new QueueChannel();

    @BeforeEach
    void startSpring() {
        spring.refresh();
    }

    @AfterEach
    void close() {
        producers.forEach(ZmqMessageProducer::destroy);
        zmq.close();
        spring.close();
    }

    final ZmqMessageProducer inproc(String name) {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        producer.setBind("inproc://" + name);
        return producer;
    }

    final ZmqMessageProducer tcp() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        producer.setBind(ANY_PORT);
        return producer;
    }

    final ZmqMessageProducer started(ZmqMessageProducer producer) {
        producers.add(producer);
        if (producer.getOutputChannel() == null) {
            producer.setOutputChannel(output);
        }
        producer.setBeanName("inbound");
        producer.setBeanFactory(spring);
        producer.afterPropertiesSet();
        producer.start();
        return producer;
    }

    final PushSocket sender(@Nullable String endpoint) {
        PushSocket socket = zmq.push();
        assertThat(endpoint).isNotNull();
        socket.connect(endpoint);
        return socket;
    }

    /** A channel that runs an action for one text and sends everything else to {@link #output}. */
    final MessageChannel failingOn(String poison, Runnable action) {
        DirectChannel channel = new DirectChannel();
        MessageHandler handler = message -> {
            if (text(message).equals(poison)) {
                action.run();
            } else {
                output.send(message);
            }
        };
        channel.subscribe(handler);
        return channel;
    }

    static Message<?> next(QueueChannel channel) {
        Message<?> message = channel.receive(LIMIT.toMillis());
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }

    static String text(Message<?> message) {
        return message.getPayload() instanceof byte[] bytes
                ? new String(bytes, UTF_8)
                : message.getPayload().toString();
    }

    static ZmqMessage frames(String... frames) {
        return ZmqMessage.ofStrings(frames);
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }
}
