package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.GREETING_LENGTH;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.greeting;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.ping;
import static io.zmqspring.core.support.Zmtp.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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
    void shouldReceiveEverythingOfAPeerThatClosedWhileItsReceiverWasSlow() throws IOException {
        int mark = 10;
        int size = 1_000;
        PullSocket pull = context.pull(SocketOptions.builder()
                .receiveHwm(mark)
                .receiveBufferBytes(1 << 14)
                .heartbeatInterval(Duration.ofMillis(20))
                .build());
        URI endpoint = URI.create(pull.bind("tcp://127.0.0.1:*"));
        int sent = 0;
        try (SocketChannel peer = SocketChannel.open(new InetSocketAddress("127.0.0.1", endpoint.getPort()))) {
            peer.write(ByteBuffer.wrap(join(greeting(), ready("PUSH"))));
            assertThat(pull.awaitPeers(1, PATIENCE)).isTrue();
            skipHandshake(peer);
            peer.configureBlocking(false);
            ByteBuffer message = ByteBuffer.wrap(frame(0, new byte[size]));
            while (peer.write(message) > 0) {
                if (!message.hasRemaining()) {
                    sent++;
                    message.clear();
                }
            }
        }
        // Nothing is received meanwhile, so reading pauses.
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(PATIENCE)
                .until(() -> pull.counters().connections() == 1);

        for (int i = 0; i < sent; i++) {
            assertThat(pull.receive(PATIENCE)).as("message %d of %d", i, sent).hasSize(size);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().connections() == 0);
    }

    /** Reads what came of the other side's handshake: a close with unread input would be a reset. */
    private static void skipHandshake(SocketChannel peer) throws IOException {
        ByteBuffer handshake = ByteBuffer.allocate(GREETING_LENGTH + ready("PULL").length);
        while (handshake.hasRemaining()) {
            assertThat(peer.read(handshake)).isPositive();
        }
    }

    @Test
    void shouldSeeThatAPeerHasGoneWhileTheQueueIsFull() {
        int mark = 2;
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(mark).build());
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            for (int i = 0; i < mark; i++) {
                peer.send(frame(0, ascii("x")));
                int queued = i + 1;
                Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == queued);
            }
            peer.shutdownOutput();
            events.await(Disconnected.class);
        }
        assertThat(pull.counters().queuedToReceive()).isEqualTo(mark);
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
