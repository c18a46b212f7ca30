package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.COMMAND;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.command;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.greeting;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeSucceeded;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers that do not get through the handshake (37/ZMTP, Version Negotiation and The NULL Security Mechanism), and odd
 * ones that do.
 */
@Timeout(60)
class HandshakeFaultSystemTest {

    private static final int NOISY_PEERS = 200;

    private final ZmqContext context = ZmqContext.create();
    private PullSocket socket = context.pull();
    private String endpoint = "";
    private EventRecorder events = new EventRecorder();
    private HealthyNeighbour neighbour = bind(context.pull());

    private HealthyNeighbour bind(PullSocket pull) {
        socket = pull;
        events = EventRecorder.of(pull);
        endpoint = pull.bind("tcp://127.0.0.1:*");
        return new HealthyNeighbour(pull, endpoint);
    }

    @BeforeEach
    void knowTheNeighbour() {
        events.await(HandshakeSucceeded.class);
    }

    @AfterEach
    void close() {
        neighbour.close();
        context.close();
    }

    static Stream<Arguments> brokenHandshakes() {
        return Stream.of(
                Arguments.of("HTTP", ascii("GET / HTTP/1.1"), "0x45 arrived: the peer does not speak ZMTP"),
                Arguments.of("TLS", new byte[] {0x16, 3, 1, 2, 0}, "0x3 arrived: the peer does not speak ZMTP"),
                Arguments.of("wrong tenth byte", with(greeting(), 9, 0x10), "0x10 arrived"),
                Arguments.of("another mechanism", greeting(3, 1, "CURVE"), "ours=NULL, peer's=CURVE"),
                Arguments.of("no mechanism", greeting(3, 1, ""), "a mechanism is 1 to 20"),
                Arguments.of("message before READY", join(greeting(), message("early")), "before READY"),
                Arguments.of("unknown command", join(greeting(), command("HELLO", new byte[8])), "command=HELLO"),
                Arguments.of("READY without type", join(greeting(), command("READY", new byte[0])), "Socket-Type"),
                Arguments.of("READY cut short", join(greeting(), cutReady()), "37/ZMTP"),
                Arguments.of("empty command", join(greeting(), frame(COMMAND, new byte[0])), "37/ZMTP"),
                Arguments.of("huge command", join(greeting(), longHeader(COMMAND, 1L << 40)), "1099511627776 arrived"),
                Arguments.of(
                        "negative length", join(greeting(), longHeader(COMMAND, -1)), "18446744073709551615 arrived"),
                Arguments.of("reserved flags", join(greeting(), frame(0x84, ascii("x"))), "flags 0x84 arrived"),
                Arguments.of("COMMAND with MORE", join(greeting(), frame(5, ascii("x"))), "flags 0x5 arrived"),
                Arguments.of("unknown socket type", join(greeting(), ready("NONSENSE")), "the peer is: NONSENSE"),
                Arguments.of("wrong socket type", join(greeting(), ready("PULL")), "the peer is: PULL"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenHandshakes")
    void shouldRefuseBrokenHandshakeAndSayWhy(String what, byte[] bytes, String reason) {
        RawPeer bad = RawPeer.connect(endpoint);

        bad.trySend(bytes);

        assertThat(bad.awaitEnd()).as("connection ended").isTrue();
        HandshakeFailed failed = events.await(HandshakeFailed.class);
        assertThat(failed.reason()).contains(reason);
        assertThat(failed.endpoint()).isEqualTo(endpoint);
        assertThat(failed.peerAddress()).startsWith("tcp://127.0.0.1:");
        assertThat(socket.counters().handshakeFailures()).isEqualTo(1);
        assertThat(socket.counters().protocolViolations()).isEqualTo(1);
        neighbour.assertUndisturbed();
        bad.close();
    }

    @Test
    void shouldOutliveRandomBytes() {
        Random random = new Random(20_260_101);
        for (int i = 0; i < NOISY_PEERS; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            if (i % 4 == 1) {
                noise = join(greeting(), noise);
            } else if (i % 4 == 2) {
                noise = join(new byte[] {(byte) 0xFF}, noise);
            } else if (i % 4 == 3) {
                noise[0] = (byte) 0xFF;
            }
            RawPeer bad = RawPeer.connect(endpoint);
            bad.trySend(noise);
            bad.close();
        }

        events.awaitCount(NOISY_PEERS, HandshakeFailed.class);
        assertThat(socket.counters().handshakeFailures()).isEqualTo(NOISY_PEERS);
        assertThat(socket.counters().connections()).isEqualTo(1);
        neighbour.assertUndisturbed();
    }

    @Test
    void shouldTellWhenPeerLeavesInTheGreeting() {
        RawPeer.connect(endpoint).send(Arrays.copyOf(greeting(), 11)).close();

        assertThat(events.await(HandshakeFailed.class).reason()).contains("the peer closed the connection");
        assertThat(socket.counters().handshakeFailures()).isEqualTo(1);
        assertThat(socket.counters().protocolViolations()).isZero();
        neighbour.assertUndisturbed();
    }

    @Test
    void shouldTellThePeersOwnReasonWhenItSendsError() {
        RawPeer bad = RawPeer.connect(endpoint);
        bad.send(greeting(), command("ERROR", join(new byte[] {6}, ascii("go off"))));

        assertThat(bad.awaitEnd()).isTrue();
        assertThat(events.await(HandshakeFailed.class).reason())
                .contains("ERROR")
                .contains("go off");
        assertThat(socket.counters().protocolViolations()).isZero();
        neighbour.assertUndisturbed();
        bad.close();
    }

    @Test
    void shouldSendErrorToPeerOfWrongType() {
        try (RawPeer bad = RawPeer.connect(endpoint)) {
            bad.send(greeting(), ready("PAIR"));
            bad.readGreeting();

            assertThat(bad.readFrame().commandName()).isEqualTo("READY");
            RawPeer.Frame error = bad.readFrame();
            assertThat(error.commandName()).isEqualTo("ERROR");
            assertThat(error.errorReason()).contains("PULL").contains("PUSH").contains("PAIR");
            assertThat(bad.awaitEnd()).isTrue();
        }
        neighbour.assertUndisturbed();
    }

    @Test
    void shouldTellBothSidesWhenTypesDoNotFitAndTryAgainLater() {
        SocketOptions soon =
                SocketOptions.builder().reconnectInterval(Duration.ofMillis(5)).build();
        try (PullSocket other = context.pull(soon)) {
            EventRecorder others = EventRecorder.of(other);
            other.connect(endpoint);

            assertThat(others.await(HandshakeFailed.class).reason()).contains("PULL");
            assertThat(events.await(HandshakeFailed.class).reason()).contains("PULL");
            others.awaitCount(3, HandshakeFailed.class);
            assertThat(other.endpoints().get(0).lastError()).contains("PULL");
            assertThat(other.counters().connections()).isZero();
        }
        neighbour.assertUndisturbed();
    }

    @Test
    void shouldTakeGreetingAndReadyByteByByte() {
        try (RawPeer slow = RawPeer.connect(endpoint)) {
            slow.sendSingly(join(greeting(), ready("PUSH"), message("letter by letter")));

            assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("letter by letter");
        }
        neighbour.assertUndisturbed();
    }

    @Test
    void shouldTakeEverythingInOneSegment() {
        try (RawPeer quick = RawPeer.connect(endpoint)) {
            quick.send(greeting(), ready("PUSH"), message("one"), message("two"));

            assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("one");
            assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("two");
        }
    }

    @Test
    void shouldDeliverWhatStoodBeforeTheMistakeInOneSegment() {
        for (int i = 0; i < 100; i++) {
            try (RawPeer bad = RawPeer.connect(endpoint)) {
                bad.send(greeting(), ready("PUSH"), message("good " + i), frame(0x80, ascii("bad")));

                assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("good " + i);
            }
        }
        assertThat(events.await(Disconnected.class).reason()).contains("flags 0x80 arrived");
    }

    @Test
    void shouldSpeakToPeersOfOlderAndNewerVersionsOfThree() {
        try (RawPeer old = RawPeer.connect(endpoint);
                RawPeer future = RawPeer.connect(endpoint)) {
            old.send(greeting(3, 0, "NULL"), ready("PUSH"), message("3.0"));
            assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("3.0");
            future.send(greeting(4, 7, "NULL"), ready("PUSH"), message("4.7"));
            assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("4.7");

            events.awaitCount(3, HandshakeSucceeded.class);
            assertThat(events.all(HandshakeSucceeded.class))
                    .extracting(HandshakeSucceeded::zmtpVersion)
                    .containsExactly("3.1", "3.0", "3.1");
            assertThat(events.all(HandshakeSucceeded.class))
                    .extracting(HandshakeSucceeded::peerType)
                    .containsOnly(SocketType.PUSH);
        }
    }

    @Test
    void shouldEndHandshakeThatNeverEnds() {
        SocketOptions impatient =
                SocketOptions.builder().handshakeTimeout(Duration.ofMillis(200)).build();
        try (PullSocket pull = context.pull(impatient)) {
            EventRecorder told = EventRecorder.of(pull);
            String here = pull.bind("tcp://127.0.0.1:*");
            try (HealthyNeighbour other = new HealthyNeighbour(pull, here);
                    RawPeer silent = RawPeer.connect(here);
                    RawPeer greets = RawPeer.connect(here);
                    RawPeer trickles = RawPeer.connect(here)) {
                greets.send(greeting());
                byte[] drops = join(greeting(), longHeader(COMMAND, 60_000));
                trickles.send(drops);

                assertThat(silent.awaitEnd()).isTrue();
                assertThat(greets.awaitEnd()).isTrue();
                while (trickles.trySend(new byte[] {1})) {
                    Thread.onSpinWait();
                }
                told.awaitCount(3, HandshakeFailed.class);
                assertThat(told.all(HandshakeFailed.class))
                        .extracting(HandshakeFailed::reason)
                        .containsExactlyInAnyOrder(
                                "no handshake within PT0.2S: the peer sent nothing",
                                "no handshake within PT0.2S: the peer sent its greeting and no complete READY",
                                "no handshake within PT0.2S: the peer sent its greeting and no complete READY");
                assertThat(pull.counters().handshakeFailures()).isEqualTo(3);
                other.assertUndisturbed();
            }
        }
    }

    @Test
    void shouldNotLetUnfinishedPeersStarveHealthyOnes() {
        RawPeer[] idle = new RawPeer[100];
        for (int i = 0; i < idle.length; i++) {
            idle[i] = RawPeer.connect(endpoint);
        }
        try (PushSocket push = context.push()) {
            push.connect(endpoint);
            push.send(ascii("through"));

            assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("through");
            assertThat(socket.counters().connections()).isEqualTo(2);
            assertThat(socket.peers()).hasSize(2);
        }
        for (RawPeer each : idle) {
            each.close();
        }
        neighbour.assertUndisturbed();
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        bytes[index] = (byte) value;
        return bytes;
    }

    private static byte[] cutReady() {
        byte[] body = new byte[] {5, 'R', 'E', 'A', 'D', 'Y', 11, 'S', 'o', 'c'};
        return frame(COMMAND, body);
    }
}
