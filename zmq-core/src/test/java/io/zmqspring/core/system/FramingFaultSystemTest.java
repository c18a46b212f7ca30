package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.COMMAND;
import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.command;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.ProtocolViolated;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers that break the rules of framing after a good handshake (37/ZMTP, Framing and Commands), and odd frames that
 * break none.
 */
@Timeout(60)
class FramingFaultSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_BYTES = 1000;
    private static final int NOISY_PEERS = 100;

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket socket =
            context.pull(SocketOptions.builder().maxMessageSize(MAX_BYTES).build());
    private final EventRecorder events = EventRecorder.of(socket);
    private final String endpoint = socket.bind("tcp://127.0.0.1:*");
    private final HealthyNeighbour neighbour = new HealthyNeighbour(socket, endpoint);

    @AfterEach
    void close() {
        neighbour.close();
        context.close();
    }

    static Stream<Arguments> brokenTraffic() {
        return Stream.of(
                Arguments.of("oversize frame", longHeader(0, MAX_BYTES + 1), "1001 arrived"),
                Arguments.of("enormous frame", longHeader(0, Long.MAX_VALUE), Long.MAX_VALUE + " arrived"),
                Arguments.of("negative length", longHeader(0, Long.MIN_VALUE), "9223372036854775808 arrived"),
                Arguments.of("oversize second frame", join(frame(MORE, new byte[1]), longHeader(0, 5000)), "5000"),
                Arguments.of("oversize command", longHeader(COMMAND, MAX_BYTES + 1), "1001 arrived"),
                Arguments.of("reserved bit", frame(0x08, new byte[3]), "flags 0x8 arrived"),
                Arguments.of("all flags", frame(0xFF, new byte[3]), "flags 0xff arrived"),
                Arguments.of("COMMAND with MORE", frame(COMMAND | MORE, new byte[3]), "flags 0x5 arrived"),
                Arguments.of("empty command", frame(COMMAND, new byte[0]), "37/ZMTP"),
                Arguments.of("command name too long", frame(COMMAND, new byte[] {9, 'P'}), "37/ZMTP"),
                Arguments.of("PING without ttl", command("PING", new byte[] {1}), "ttl"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenTraffic")
    void shouldCloseConnectionThatBreaksTheProtocolAndSayWhy(String what, byte[] bytes, String reason) {
        RawPeer bad = RawPeer.connect(endpoint).handshake("PUSH");

        bad.send(message("before"), bytes);

        assertThat(bad.awaitEnd()).as("connection ended").isTrue();
        assertThat(HealthyNeighbour.nextText(socket)).isEqualTo("before");
        assertThat(events.await(ProtocolViolated.class).reason()).contains(reason);
        assertThat(events.await(Disconnected.class).reason()).contains(reason);
        assertThat(socket.counters().protocolViolations()).isEqualTo(1);
        assertThat(socket.counters().handshakeFailures()).isZero();
        neighbour.assertUndisturbed();
        assertThat(socket.counters().received()).isEqualTo(3);
        bad.close();
    }

    @Test
    void shouldRefuseCommandLargerThanAnyCommandIs() {
        try (PullSocket unlimited = context.pull()) {
            EventRecorder told = EventRecorder.of(unlimited);
            String here = unlimited.bind("tcp://127.0.0.1:*");
            try (RawPeer bad = RawPeer.connect(here).handshake("PUSH")) {
                bad.send(longHeader(COMMAND, 1 << 20));

                assertThat(bad.awaitEnd()).isTrue();
                assertThat(told.await(ProtocolViolated.class).reason()).contains("1048576");
            }
        }
    }

    @Test
    void shouldNotReserveMemoryForAnnouncedBytesThatNeverCome() {
        try (PullSocket unlimited = context.pull()) {
            String here = unlimited.bind("tcp://127.0.0.1:*");
            RawPeer[] liars = new RawPeer[64];
            for (int i = 0; i < liars.length; i++) {
                liars[i] = RawPeer.connect(here)
                        .handshake("PUSH")
                        .send(longHeader(0, Integer.MAX_VALUE - 16), new byte[64]);
            }
            try (HealthyNeighbour other = new HealthyNeighbour(unlimited, here)) {
                other.assertUndisturbed();
                assertThat(unlimited.counters().connections()).isEqualTo(liars.length + 1);
            }
            for (RawPeer each : liars) {
                each.close();
            }
        }
    }

    @Test
    void shouldRefuseFrameThatNoArrayCanHold() {
        try (PullSocket unlimited = context.pull()) {
            EventRecorder told = EventRecorder.of(unlimited);
            String here = unlimited.bind("tcp://127.0.0.1:*");
            try (RawPeer bad = RawPeer.connect(here).handshake("PUSH")) {
                bad.send(longHeader(0, 1L << 33));

                assertThat(bad.awaitEnd()).isTrue();
                assertThat(told.await(ProtocolViolated.class).reason()).contains(String.valueOf(1L << 33));
            }
        }
    }

    @Test
    void shouldTakeFrameOfExactlyTheLargestSize() {
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            peer.send(frame(0, new byte[MAX_BYTES]));

            assertThat(socket.receive(PATIENCE)).hasSize(MAX_BYTES);
        }
    }

    @Test
    void shouldTakeLongFormOfShortFramesAndEmptyFrames() {
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            peer.send(longHeader(MORE, 3), ascii("abc"), frame(MORE, new byte[0]), longHeader(0, 0));

            assertThat(socket.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("abc", "", ""));
        }
    }

    @Test
    void shouldTakeCommandsBetweenFramesOfOneMessage() {
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            peer.send(
                    frame(MORE, ascii("one")),
                    ping(0, ascii("in between")),
                    frame(MORE, ascii("two")),
                    command("UNKNOWN", new byte[20]),
                    frame(0, ascii("three")));

            assertThat(socket.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("one", "two", "three"));
            RawPeer.Frame pong = peer.readFrame();
            assertThat(pong.commandName()).isEqualTo("PONG");
            assertThat(pong.commandData()).isEqualTo(ascii("in between"));
        }
    }

    @Test
    void shouldTakeMultipartSplitAtEveryByte() {
        byte[] bytes = join(frame(MORE, ascii("first")), frame(MORE, new byte[0]), frame(0, new byte[300]));
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            for (int i = 0; i <= bytes.length; i += 7) {
                peer.send(Arrays.copyOfRange(bytes, 0, i));
                peer.send(Arrays.copyOfRange(bytes, i, bytes.length));

                assertThat(socket.receiveMessage(PATIENCE))
                        .isEqualTo(ZmqMessage.of(ascii("first"), new byte[0], new byte[300]));
            }
        }
    }

    @Test
    void shouldOutliveRandomBytesAfterTheHandshake() {
        Random random = new Random(77);
        for (int i = 0; i < NOISY_PEERS; i++) {
            byte[] noise = new byte[1 + random.nextInt(4000)];
            random.nextBytes(noise);
            RawPeer bad = RawPeer.connect(endpoint).handshake("PUSH");
            bad.trySend(noise);
            bad.close();
        }

        events.awaitCount(NOISY_PEERS, Disconnected.class);
        while (socket.tryReceiveMessage() != null) {
            continue;
        }
        assertThat(socket.counters().connections()).isEqualTo(1);
        neighbour.assertUndisturbed();
    }

    @Test
    void shouldCountMessagesThatASendingSocketGets() {
        try (PushSocket push = context.push()) {
            EventRecorder told = EventRecorder.of(push);
            String here = push.bind("tcp://127.0.0.1:*");
            try (RawPeer chatty = RawPeer.connect(here).handshake("PULL")) {
                chatty.send(message("you"), frame(MORE, ascii("cannot")), frame(0, ascii("hear")), message("me"));
                chatty.send(frame(0, new byte[200_000]));

                Awaitility.await().atMost(PATIENCE).until(() -> push.counters().dropped() == 4);
                push.send(ascii("but you me"));
                assertThat(chatty.readMessage()).isEqualTo(ascii("but you me"));
            }
            assertThat(told.await(Disconnected.class).reason()).contains("closed");
        }
    }
}
