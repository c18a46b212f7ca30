package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions of peers of an XPUB: of the largest sizes, and more than the application receives. */
@Timeout(60)
class XPubSubscriptionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_TOPIC = (1 << 20) - 8;

    private final ZmqContext context = ZmqContext.create();
    private final XPubSocket xpub = context.xpub();
    private final String endpoint = xpub.bind("tcp://127.0.0.1:*");

    @AfterEach
    void close() {
        context.close();
    }

    private static byte[] subscription(int topicBytes) {
        byte[] message = new byte[1 + topicBytes];
        Arrays.fill(message, (byte) 't');
        message[0] = 1;
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 16) - 2, (1 << 16) - 1, 1 << 16, 70_000, MAX_TOPIC})
    void shouldReachTheApplicationWhateverTheirLength(int topicBytes) {
        byte[] subscription = subscription(topicBytes);
        byte[] cancellation = subscription.clone();
        cancellation[0] = 0;
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("SUB")) {
            peer.send(frame(0, subscription));
            assertThat(xpub.receive(PATIENCE)).isEqualTo(subscription);
        }
        assertThat(xpub.receive(PATIENCE)).isEqualTo(cancellation);

        awaitEndOfAllConnections();
        assertThat(xpub.topics()).isZero();
        assertThat(context.counters().internalErrors()).isZero();
        assertThat(context.counters().bodyBytes()).isZero();
    }

    private void awaitEndOfAllConnections() {
        Awaitility.await().atMost(PATIENCE).until(() -> xpub.counters().connections() == 0);
    }

    @Test
    void shouldBeCancelledOnlyWhenTheApplicationReceivedThem() {
        XPubSocket narrow =
                context.xpub(SocketOptions.builder().receiveHwmBytes(1_000).build());
        EventRecorder events = EventRecorder.of(narrow);
        String at = narrow.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(at).handshake("SUB")) {
            for (int i = 0; i < 300; i++) {
                peer.trySend(message("\1topic-" + i + "-of-some-length"));
            }
            assertThat(peer.awaitEnd()).isTrue();
        }
        for (int i = 0; i < 50; i++) {
            try (RawPeer peer = RawPeer.connect(at).handshake("SUB")) {
                peer.send(message("\1again-" + i));
                assertThat(peer.awaitEnd()).isTrue();
            }
        }
        events.awaitCount(51, Disconnected.class);
        assertThat(events.all(Disconnected.class))
                .allMatch(event -> event.reason().contains("does not receive the subscriptions"));
        Awaitility.await().atMost(PATIENCE).until(() -> narrow.counters().connections() == 0);

        List<String> announced = new ArrayList<>();
        List<String> cancelled = new ArrayList<>();
        for (byte[] next = narrow.tryReceive(); next != null; next = narrow.tryReceive()) {
            (next[0] == 1 ? announced : cancelled).add(text(next).substring(1));
        }
        assertThat(announced).isNotEmpty();
        assertThat(cancelled).containsExactlyInAnyOrderElementsOf(announced);
        assertThat(narrow.topics()).isZero();
    }

    @Test
    void shouldEndTheConnectionOfAPeerWhenTheyAreTooLong() {
        EventRecorder events = EventRecorder.of(xpub);
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("SUB")) {
            peer.send(frame(0, subscription(MAX_TOPIC + 1)));
            assertThat(peer.awaitEnd()).isTrue();
        }
        assertThat(events.await(Disconnected.class).reason())
                .contains("bytes=" + (MAX_TOPIC + 1))
                .contains("most=" + MAX_TOPIC);
        awaitEndOfAllConnections();
        assertThat(xpub.counters().dropped()).isEqualTo(1);
        assertThat(context.counters().internalErrors()).isZero();

        SubSocket healthy = context.sub();
        healthy.subscribe("healthy");
        healthy.connect(endpoint);
        assertThat(xpub.receive(PATIENCE)).isEqualTo(ascii("\1healthy"));
    }
}
