package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.ProcessResources;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Endpoints end by themselves: whoever waits, is interrupted or calls from within, nothing stays open and nothing is
 * lost uncounted.
 */
@Timeout(60)
class EndpointEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PROMPT = Duration.ofSeconds(5);
    private static final int BODY = 60_000;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldFreeTheAddressAtOnceWhenUnboundWithUnlimitedLinger() {
        PullSocket pull = context.pull(lingering(null));
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        for (int round = 0; round < 200; round++) {
            pull.unbind(endpoint);
            assertThat(pull.bind(endpoint)).isEqualTo(endpoint);
        }
        pull.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCountWhatIsLostAndCloseTheChannelWhenAnInterruptedThreadClosesTheContext(boolean bound) {
        ZmqContext own = ZmqContext.create();
        PushSocket push = own.push(lingering(null));
        try (RawPeer.Listener server = new RawPeer.Listener();
                RawPeer peer = peerThatDoesNotRead(push, server, bound)) {
            long queued = fill(push);
            String endpoint = push.lastEndpoint().orElseThrow();
            if (bound) {
                push.unbind(endpoint);
            } else {
                push.disconnect(endpoint);
            }

            Thread.currentThread().interrupt();
            long start = System.nanoTime();
            own.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
            assertThat(push.counters().dropped()).isBetween(1L, queued);
            assertThat(push.counters().queuedToSend()).isZero();
            assertThat(peer.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldKeepWhatAnUnboundEndpointHeldForOtherPeersWhenItsLingerIsOver() {
        PushSocket push = context.push(lingering(Duration.ofMillis(300)));
        try (RawPeer.Listener server = new RawPeer.Listener();
                RawPeer peer = peerThatDoesNotRead(push, server, true)) {
            fill(push);
            push.unbind(push.lastEndpoint().orElseThrow());

            assertThat(push.endpoints()).isEmpty();
            Awaitility.await().atMost(PATIENCE).until(() -> push.counters().connections() == 0);
            assertThat(peer.awaitEnd()).isTrue();
            long kept = push.counters().queuedToSend();
            assertThat(kept).isPositive();
            assertThat(push.counters().dropped()).isZero();
            push.close();
            assertThat(push.counters().dropped()).isEqualTo(kept);
        }
    }

    @Test
    void shouldEndSocketsAndThreadsAlthoughEachCloseWasInterrupted() {
        Assumptions.assumeTrue(ProcessResources.countsDescriptors());
        ZmqContext own = ZmqContext.create(
                ContextOptions.builder().threadNamePrefix("interrupted").build());
        own.pull().bind("tcp://127.0.0.1:*");
        int before = ProcessResources.descriptors();
        for (int i = 0; i < 50; i++) {
            PullSocket pull = own.pull();
            pull.bind("tcp://127.0.0.1:*");
            Thread.currentThread().interrupt();
            pull.close();
            assertThat(Thread.interrupted()).isTrue();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> ProcessResources.descriptors() <= before + 2);
        own.close();
        assertThat(ProcessResources.threads("interrupted-io")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, -1})
    void shouldNotWaitForItselfWhenAHandlerClosesTheContext(long lingerMs) {
        ZmqContext own = ZmqContext.create(
                ContextOptions.builder().threadNamePrefix("selfclose").build());
        SocketOptions options = lingering(lingerMs < 0 ? null : Duration.ofMillis(lingerMs));
        PullSocket pull = own.pull(options);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        PushSocket push = own.push(options);
        push.connect(endpoint);
        push.send(ascii("x"));

        Calls.Running<Long> call = Calls.start(() -> {
            long[] took = new long[1];
            pull.poll(
                    (body, more) -> {
                        long start = System.nanoTime();
                        own.close();
                        took[0] = System.nanoTime() - start;
                    },
                    1,
                    PATIENCE);
            return took[0];
        });

        assertThat(call.result())
                .succeedsWithin(PATIENCE)
                .satisfies(took -> assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(500)));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> ProcessResources.threads("selfclose").isEmpty());
        assertThat(pull.isClosed() && push.isClosed()).isTrue();
    }

    @Test
    void shouldCountWhatArrivedOnceWhenConnectionsOfSeveralThreadsCloseAtOnce() {
        int peers = 8;
        try (ZmqContext own =
                ZmqContext.create(ContextOptions.builder().ioThreads(peers).build())) {
            for (int round = 0; round < 100; round++) {
                PullSocket pull = own.pull();
                String endpoint = pull.bind("tcp://127.0.0.1:*");
                List<RawPeer> connected = new ArrayList<>();
                for (int i = 0; i < peers; i++) {
                    connected.add(RawPeer.connect(endpoint).handshake("PUSH").send(Zmtp.message("x")));
                }
                Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == peers);

                pull.close();
                Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().connections() == 0);

                assertThat(pull.counters().dropped()).as("round %d", round).isEqualTo(peers);
                assertThat(pull.counters().queuedToReceive())
                        .as("round %d", round)
                        .isZero();
                connected.forEach(RawPeer::close);
            }
        }
    }

    @Test
    void shouldCountWhatWasHeldBackBehindTheMarkWhenTheSocketCloses() {
        int mark = 2;
        int count = 10;
        PullSocket pull = context.pull(
                SocketOptions.builder().receiveHwm(mark).linger(PATIENCE).build());
        byte[][] messages = new byte[count][];
        Arrays.fill(messages, Zmtp.message("x"));
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(messages);
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == mark);

            pull.close();

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pull.counters().dropped()).isEqualTo(count));
        }
    }

    @Test
    void shouldTryAgainWhileLingeringWhenAHandshakeFails() {
        PushSocket push = context.push(lingering(PATIENCE));
        EventRecorder events = EventRecorder.of(push);
        try (RawPeer.Listener server = new RawPeer.Listener()) {
            push.connect(server.endpoint());
            push.send(ascii("late"));
            RawPeer first = server.accept();
            Calls.Running<Void> closing = Calls.start(push::close).awaitWaiting();
            first.close();
            events.await(HandshakeFailed.class);

            try (RawPeer second = server.accept().handshake("PULL")) {
                assertThat(second.readMessage()).isEqualTo(ascii("late"));
            }
            assertThat(closing.result()).succeedsWithin(PATIENCE);
            assertThat(push.counters().dropped()).isZero();
        }
    }

    @Test
    void shouldNotKeepThePortWhenNoIoThreadCanBeStarted() throws IOException {
        ZmqContext own = ZmqContext.create(ContextOptions.builder()
                .threadFactory(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })
                .build());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PullSocket pull = own.pull();
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> pull.bind("tcp://127.0.0.1:" + port));

        assertThat(pull.endpoints()).isEmpty();
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        own.close();
    }

    private static SocketOptions lingering(@Nullable Duration linger) {
        return SocketOptions.builder().linger(linger).build();
    }

    private static RawPeer peerThatDoesNotRead(PushSocket push, RawPeer.Listener server, boolean bound) {
        RawPeer peer;
        if (bound) {
            peer = RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 8192).handshake("PULL");
        } else {
            push.connect(server.receiveBuffer(8192).endpoint());
            peer = server.accept().handshake("PULL");
        }
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
        return peer;
    }

    /** Sends until nothing more fits. */
    private static long fill(PushSocket push) {
        long sent = 0;
        while (push.send(new byte[BODY], Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(100)))) {
            sent++;
        }
        return sent;
    }
}
