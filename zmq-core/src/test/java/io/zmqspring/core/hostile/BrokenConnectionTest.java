package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that break in one direction: what went in the other is not lost with it. */
@Timeout(60)
class BrokenConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldDeliverEverythingWhenASlowPeerSendsWhileWeClose() {
        int count = 100;
        PushSocket push = context.push(SocketOptions.builder().linger(PATIENCE).build());
        try (RawPeer slow =
                RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 65_536).handshake("PULL")) {
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            for (int i = 0; i < count; i++) {
                push.send(new byte[10_000]);
            }
            Calls.Running<Void> closing = Calls.start(push::close);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> push.isClosed() && push.counters().queuedToSend() == 0);
            slow.send(ping(0, new byte[0]), ping(0, new byte[0]));

            for (int i = 0; i < count; i++) {
                assertThat(slow.readMessage()).as("message %d", i).hasSize(10_000);
            }
            slow.shutdownOutput();
            assertThat(closing.result()).succeedsWithin(PATIENCE);
            assertThat(push.counters().dropped()).isZero();
        }
    }

    @Test
    void shouldNotWaitForThePeersEndLongerThanLinger() {
        PushSocket push = context.push(
                SocketOptions.builder().linger(Duration.ofMillis(300)).build());
        try (RawPeer peer = RawPeer.connect(push.bind("tcp://127.0.0.1:*")).handshake("PULL")) {
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            push.send(ascii("x"));
            long start = System.nanoTime();
            push.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(peer.readMessage()).isEqualTo(ascii("x"));
            assertThat(peer.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldReceiveWhatHadArrivedWhenAWriteFails() {
        int count = 1_000;
        PairSocket pair = context.pair(SocketOptions.builder()
                .receiveHwm(10)
                .receiveBufferBytes(1 << 20)
                .build());
        EventRecorder events = EventRecorder.of(pair);
        RawPeer peer = RawPeer.connect(pair.bind("tcp://127.0.0.1:*")).handshake("PAIR");
        assertThat(pair.awaitPeers(1, PATIENCE)).isTrue();
        byte[][] messages = new byte[count][];
        for (int i = 0; i < count; i++) {
            messages[i] = frame(0, new byte[200]);
        }
        peer.send(join(messages));
        peer.closeWhenDelivered();

        // The first write after the peer's end is answered with a reset, a later one fails.
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            pair.trySend(ascii("x"));
            return !events.all(Disconnected.class).isEmpty();
        });

        int received = 0;
        while (pair.receive(Duration.ofMillis(500)) != null) {
            received++;
        }
        assertThat(received).isEqualTo(count);
        assertThat(pair.counters().dropped()).isZero();
    }
}
