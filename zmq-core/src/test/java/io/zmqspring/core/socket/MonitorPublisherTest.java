package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A monitor listener fails, and so does the appender of the log. */
@Timeout(60)
class MonitorPublisherTest {

    private final Logger logger = Logger.getLogger(MonitorPublisher.class.getName());
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final Handler appender = new Handler() {

        @Override
        public void publish(LogRecord logged) {
            records.add(logged);
            throw new IllegalStateException("the appender failed");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final MonitorPublisher publisher = new MonitorPublisher(Thread::new);

    @BeforeEach
    void addAppender() {
        logger.addHandler(appender);
    }

    @AfterEach
    void close() {
        logger.removeHandler(appender);
        publisher.close();
    }

    @Test
    void shouldDeliverEveryEventToTheOtherListeners() {
        Queue<MonitorEvent> received = new ConcurrentLinkedQueue<>();
        MonitorListener failing = event -> {
            throw new IllegalStateException("the listener failed");
        };
        List<MonitorEvent> events = List.of(new MonitorEvent.Closed("tcp://a:1"), new MonitorEvent.Closed("tcp://b:1"));
        for (MonitorEvent event : events) {
            assertThat(publisher.publish(event, List.of(failing, received::add)))
                    .isTrue();
        }

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> received.size() == 2);
        assertThat(received).containsExactlyElementsOf(events);
        assertThat(records).hasSize(2);
    }
}
