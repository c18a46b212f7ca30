package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.MessagesDropped;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher resets its connection before it has taken the subscriptions: they are no messages that are lost. */
@Timeout(60)
class UnsentSubscriptionsTest {

    /** More than two sockets of the operating system hold. */
    private static final int TOPICS = 400;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static byte[] topic(int number) {
        return ByteBuffer.allocate(60_000).putInt(number).array();
    }

    @Test
    void shouldNotCountAsDroppedOfASub() {
        SubSocket sub = context.sub();
        EventRecorder events = EventRecorder.of(sub);
        String endpoint = sub.bind("tcp://127.0.0.1:*");
        RawPeer peer = RawPeer.connect(endpoint, 4_096).handshake("PUB");
        for (int i = 0; i < TOPICS; i++) {
            sub.subscribe(topic(i));
        }

        peer.reset();

        events.await(Disconnected.class);
        Awaitility.await().until(() -> sub.counters().queuedToSend() == 0);
        assertThat(sub.counters().dropped()).isZero();
        assertThat(events.all(MessagesDropped.class)).isEmpty();
    }

    @Test
    void shouldNotCountAmongTheDroppedMessagesOfAnXsub() {
        XSubSocket xsub = context.xsub();
        EventRecorder events = EventRecorder.of(xsub);
        String endpoint = xsub.bind("tcp://127.0.0.1:*");
        RawPeer peer = RawPeer.connect(endpoint, 4_096).handshake("XPUB");
        for (int i = 0; i < TOPICS; i++) {
            xsub.send(join(new byte[] {1}, topic(i)));
        }
        for (int i = 0; i < 3; i++) {
            xsub.send(ascii("upstream"));
        }

        peer.reset();

        assertThat(events.await(MessagesDropped.class).count()).isEqualTo(3);
        assertThat(xsub.counters().dropped()).isEqualTo(3);
    }

    @Test
    void shouldNotKeepTheMemoryFromAPublisherThatReads() {
        int topics = 300;
        try (ZmqContext small = ZmqContext.create(
                        ContextOptions.builder().maxDirectMemory(1 << 20).build());
                SubSocket sub =
                        small.sub(SocketOptions.builder().sendBufferBytes(4_096).build())) {
            for (int i = 0; i < topics; i++) {
                sub.subscribe(ByteBuffer.allocate(1_000).putInt(i).array());
            }
            EventRecorder events = EventRecorder.of(sub);
            String endpoint = sub.bind("tcp://127.0.0.1:*");
            List<RawPeer> deaf = new ArrayList<>();
            while (events.all(Disconnected.class).isEmpty()) {
                deaf.add(RawPeer.connect(endpoint, 4_096).handshake("PUB"));
                assertThat(deaf).as("peers that memory has room for").hasSizeLessThan(50);
            }

            PubSocket reading = context.pub(SocketOptions.builder()
                    .reconnectInterval(Duration.ofMillis(10))
                    .reconnectIntervalMax(Duration.ofMillis(10))
                    .build());
            reading.connect(endpoint);

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> reading.topics() == topics);
            assertThat(events.all(Disconnected.class))
                    .extracting(Disconnected::reason)
                    .anyMatch(reason -> reason.contains("that it has not read"));
            deaf.forEach(RawPeer::close);
        }
    }
}
