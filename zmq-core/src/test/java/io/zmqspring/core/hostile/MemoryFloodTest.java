package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.command;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.ContextCounters;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.JavaProcess;
import io.zmqspring.core.support.RawPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A peer that would have us keep far more than it may, in a JVM whose heap holds what the options allow by default and
 * not what the peer sends. Another peer is served all the while.
 */
@Timeout(90)
class MemoryFloodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void shouldServeOthersWhileAPeerFloods(Flood flood) {
        assertThat(JavaProcess.run(
                        MemoryFloodTest.class,
                        Duration.ofSeconds(80),
                        "-Xmx" + flood.heapMib + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dflood=" + flood))
                .endsWith("served\n");
    }

    enum Flood {
        /** 240 MB of topics, of which none stays. */
        SUBSCRIBES_AND_CANCELS_WITHOUT_END(32),
        /** Beyond {@link SocketOption#MAX_SUBSCRIPTION_BYTES} the peer is disconnected, again and again. */
        SUBSCRIBES_TO_TOO_MANY_BYTES(192),
        /** Beyond {@link SocketOption#MAX_MULTIPART_FRAMES} the peer is disconnected. */
        SENDS_A_MILLION_EMPTY_FRAMES_IN_ONE_MESSAGE(32),
        /** Refused by its header. */
        ANNOUNCES_TWO_TO_THE_62_BYTES(32),
        /** 400 MiB in all, of which a little comes: no more is reserved than body memory may hold. */
        ANNOUNCES_4_MEBIBYTES_ON_MANY_CONNECTIONS(32);

        private final int heapMib;

        Flood(int heapMib) {
            this.heapMib = heapMib;
        }
    }

    /** The process: one socket that is flooded, and its healthy peer. */
    public static void main(String[] arguments) {
        try (ZmqContext context = ZmqContext.create()) {
            switch (Flood.valueOf(System.getProperty("flood"))) {
                case SUBSCRIBES_AND_CANCELS_WITHOUT_END -> subscribeAndCancel(context);
                case SUBSCRIBES_TO_TOO_MANY_BYTES -> subscribeToTooMuch(context);
                case SENDS_A_MILLION_EMPTY_FRAMES_IN_ONE_MESSAGE ->
                    push(context, "maxMultipartFrames=65536", peer -> {
                        byte[][] frames = new byte[1_000][];
                        Arrays.fill(frames, frame(MORE, new byte[0]));
                        byte[] chunk = join(frames);
                        for (int i = 0; i < 1_000 && peer.trySend(chunk); i++) {
                            continue;
                        }
                    });
                case ANNOUNCES_TWO_TO_THE_62_BYTES ->
                    push(context, "4611686018427387904", peer -> peer.trySend(longHeader(0, 1L << 62)));
                case ANNOUNCES_4_MEBIBYTES_ON_MANY_CONNECTIONS -> announceOnMany(context);
            }
            System.out.println("served");
        }
    }

    private static void subscribeAndCancel(ZmqContext context) {
        PubSocket pub = context.pub();
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        SubSocket healthy = subscriber(context, pub, endpoint);
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("SUB")) {
            byte[] topic = new byte[2_000];
            for (int round = 0; round < 1_200; round++) {
                byte[][] commands = new byte[200][];
                for (int i = 0; i < 100; i++) {
                    ByteBuffer.wrap(topic).putInt(round).putInt(i);
                    commands[i] = command("SUBSCRIBE", topic);
                    commands[100 + i] = command("CANCEL", topic);
                }
                peer.send(commands);
                serve(pub, healthy);
            }
            peer.send(command("SUBSCRIBE", ascii("end")));
            assertThat(pub.awaitSubscription("end", PATIENCE)).isTrue();
            assertThat(pub.topics()).isEqualTo(2);
        }
    }

    private static void subscribeToTooMuch(ZmqContext context) {
        PubSocket pub = context.pub();
        EventRecorder events = EventRecorder.of(pub);
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        SubSocket healthy = subscriber(context, pub, endpoint);
        byte[] topic = new byte[60_000];
        for (int round = 1; round <= 4; round++) {
            try (RawPeer peer = RawPeer.connect(endpoint).handshake("SUB")) {
                int sent = 0;
                for (; sent < 10_000; sent++) {
                    ByteBuffer.wrap(topic).putInt(round).putInt(sent);
                    if (!peer.trySend(command("SUBSCRIBE", topic))) {
                        break;
                    }
                }
                assertThat(sent).as("topics of 60,000 bytes taken").isLessThan(10_000);
                events.awaitCount(round, Disconnected.class);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 1);
            serve(pub, healthy);
        }
        assertThat(events.all(Disconnected.class))
                .allMatch(event -> event.reason().contains("maxSubscriptionBytes"));
    }

    private static SubSocket subscriber(ZmqContext context, PubSocket pub, String endpoint) {
        SubSocket sub = context.sub();
        sub.subscribe("healthy");
        sub.connect(endpoint);
        assertThat(pub.awaitSubscription("healthy", PATIENCE)).isTrue();
        return sub;
    }

    private static void serve(PubSocket pub, SubSocket healthy) {
        pub.send(ascii("healthy"));
        assertThat(healthy.receive(PATIENCE)).isNotNull();
    }

    private static void push(ZmqContext context, String reason, Consumer<RawPeer> flood) {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer healthy = RawPeer.connect(endpoint).handshake("PUSH");
                RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            flood.accept(peer);
            assertThat(events.await(Disconnected.class).reason()).contains(reason);
            serve(pull, healthy);
        }
    }

    private static void announceOnMany(ZmqContext context) {
        PullSocket pull = context.pull();
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        RawPeer[] peers = new RawPeer[100];
        try (RawPeer healthy = RawPeer.connect(endpoint).handshake("PUSH")) {
            for (int i = 0; i < peers.length; i++) {
                peers[i] = RawPeer.connect(endpoint).handshake("PUSH").send(longHeader(0, 4 << 20), new byte[1_000]);
                serve(pull, healthy);
            }
            ContextCounters counters = context.counters();
            assertThat(counters.bodyBytes()).isBetween(1L, counters.bodyLimitBytes());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> pull.counters().connections()
                            == 1 + peers.length - context.counters().givenUpForMemory());
        }
    }

    private static void serve(PullSocket pull, RawPeer healthy) {
        healthy.send(frame(0, ascii("healthy")));
        assertThat(pull.receive(PATIENCE)).isNotNull();
    }
}
