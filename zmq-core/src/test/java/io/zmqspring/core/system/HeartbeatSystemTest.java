package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.command;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.ping;
import static io.zmqspring.core.support.Zmtp.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connection heartbeating (37/ZMTP): which peers are taken for dead, and which are not. */
@Timeout(60)
class HeartbeatSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldDisconnectPeerThatFallsSilent() {
        PullSocket pull =
                context.pull(SocketOptions.builder().heartbeatInterval(SHORT).build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer silent = RawPeer.connect(endpoint).handshake("PUSH")) {
            RawPeer.Frame ping = silent.readFrame();
            assertThat(ping.commandName()).isEqualTo("PING");
            assertThat(ping.commandData()).isEqualTo(new byte[] {0, 0});

            assertThat(silent.awaitEnd()).isTrue();
            assertThat(events.await(Disconnected.class).reason())
                    .contains("no sign of life")
                    .contains("PT0.1S");
            assertThat(pull.counters().connections()).isZero();
        }
    }

    @Test
    void shouldKeepPeerThatAnswersAndSayItsTtl() {
        PullSocket pull = context.pull(SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(20))
                .heartbeatTimeout(Duration.ofSeconds(5))
                .heartbeatTtl(Duration.ofMillis(1001))
                .build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            for (int i = 0; i < 20; i++) {
                RawPeer.Frame ping = peer.readFrame();
                assertThat(ping.commandName()).isEqualTo("PING");
                assertThat(ping.commandData())
                        .as("1001 ms in tenths of a second, rounded up")
                        .isEqualTo(new byte[] {0, 11});
                peer.send(command("PONG", new byte[0]));
            }
            peer.send(message("alive"));
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("alive");
            assertThat(events.all(Disconnected.class)).isEmpty();
        }
    }

    @Test
    void shouldKeepTwoSocketsOfOursTogether() {
        SocketOptions options = SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(20))
                .heartbeatTimeout(Duration.ofSeconds(5))
                .heartbeatTtl(Duration.ofSeconds(5))
                .build();
        PullSocket pull = context.pull(options);
        PushSocket push = context.push(options);
        EventRecorder events = EventRecorder.of(push);
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
        Duration quiet = Duration.ofMillis(300);

        assertThat(pull.receive(quiet)).isNull();

        push.send(ascii("still"));
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("still");
        assertThat(events.all(Disconnected.class)).isEmpty();
    }

    @Test
    void shouldAnswerPingWithAtMostSixteenBytesOfItsContext() {
        PullSocket pull = context.pull();
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        byte[] context = ascii("0123456789abcdef");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            for (int length = 0; length <= context.length; length++) {
                byte[] part = Arrays.copyOf(context, length);
                peer.send(ping(0, part));
                RawPeer.Frame pong = peer.readFrame();
                assertThat(pong.flags()).isEqualTo(4);
                assertThat(pong.commandName()).isEqualTo("PONG");
                assertThat(pong.commandData()).isEqualTo(part);
            }
            peer.send(ping(0, ascii("0123456789abcdefMORE")));
            assertThat(peer.readFrame().commandData()).isEqualTo(context);
        }
    }

    @Test
    void shouldGiveUpPeerThatIsSilentForLongerThanItsTtl() {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            peer.send(ping(2, new byte[0]));
            assertThat(peer.awaitEnd()).isTrue();

            assertThat(events.await(Disconnected.class).reason())
                    .contains("TTL")
                    .contains("PT0.2S");
        }
    }

    @Test
    void shouldSendNoPingWhileThePeerSendsUnlessItsTtlDependsOnThem() {
        PullSocket pull = context.pull(SocketOptions.builder()
                .heartbeatInterval(Duration.ofSeconds(2))
                .heartbeatTimeout(PATIENCE)
                .build());
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            int sent = 0;
            while (System.nanoTime() - end < 0) {
                peer.send(message("number " + sent++));
                assertThat(pull.receive(PATIENCE)).isNotNull();
            }
            peer.send(ping(0, ascii("last")));
            assertThat(peer.readFrame().commandName()).as("no PING before").isEqualTo("PONG");
            assertThat(peer.readFrame().commandName())
                    .as("sent once the peer is silent")
                    .isEqualTo("PING");
        }
    }

    @Test
    void shouldKeepPeerWhoseBytesTrickleIn() {
        PullSocket pull = context.pull(SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(50))
                .heartbeatTimeout(Duration.ofSeconds(2))
                .build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        byte[] frame = frame(0, new byte[40]);
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            for (byte each : frame) {
                assertThat(peer.readFrame().commandName()).isEqualTo("PING");
                peer.send(new byte[] {each});
            }
            assertThat(pull.receive(PATIENCE)).hasSize(40);
            assertThat(events.all(Disconnected.class)).isEmpty();
        }
    }

    @Test
    void shouldNotTakeAPeerForDeadWhileOurOwnReceiverIsSlow() {
        SocketOptions options = SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(30))
                .heartbeatTimeout(SHORT)
                .heartbeatTtl(PATIENCE)
                .receiveHwm(5)
                .receiveBufferBytes(4096)
                .build();
        PullSocket slow = context.pull(options);
        EventRecorder events = EventRecorder.of(slow);
        String endpoint = slow.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            peer.send(ping(1, new byte[0]));
            for (int i = 0; i < 20; i++) {
                peer.send(message("number " + i));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> slow.counters().queuedToReceive() >= 5);
            peer.send(message("number 20"));
            for (int pings = 0; pings < 12; ) {
                pings += peer.readFrame().commandName().equals("PING") ? 1 : 0;
            }
            assertThat(events.all(Disconnected.class)).isEmpty();
            for (int i = 0; i <= 20; i++) {
                assertThat(HealthyNeighbour.nextText(slow)).isEqualTo("number " + i);
            }
        }
    }

    @Test
    void shouldServeOtherConnectionsWhileOneWithTtlIsNotRead() {
        PullSocket slow = context.pull(
                SocketOptions.builder().receiveHwm(5).receiveBufferBytes(4096).build());
        PullSocket other = context.pull(SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(30))
                .heartbeatTimeout(Duration.ofSeconds(10))
                .build());
        String endpoint = slow.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH").send(ping(1, new byte[0]));
                HealthyNeighbour neighbour = new HealthyNeighbour(other, other.bind("tcp://127.0.0.1:*"));
                RawPeer clock =
                        RawPeer.connect(other.lastEndpoint().orElseThrow()).handshake("PUSH")) {
            for (int i = 0; i < 20; i++) {
                peer.send(message("number " + i));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> slow.counters().queuedToReceive() >= 5);
            for (int pings = 0; pings < 12; pings++) {
                assertThat(clock.readFrame().commandName()).isEqualTo("PING");
                clock.send(command("PONG", new byte[0]));
            }
            neighbour.assertUndisturbed();
            for (int i = 0; i < 20; i++) {
                assertThat(HealthyNeighbour.nextText(slow)).isEqualTo("number " + i);
            }
        }
    }

    @Test
    void shouldSendPingsAmongMessagesWithoutBreakingThem() {
        PairSocket pair = context.pair(SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(1))
                .heartbeatTimeout(Duration.ofSeconds(20))
                .heartbeatTtl(Duration.ofSeconds(20))
                .sendBufferBytes(1 << 15)
                .build());
        String endpoint = pair.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint, 1 << 15).handshake("PAIR")) {
            assertThat(pair.awaitPeers(1, PATIENCE)).isTrue();
            int pings = 0;
            for (int i = 0; i < 200 || pings == 0; i++) {
                pair.send(ZmqMessage.of(ascii("n" + i), new byte[20_000], new byte[i % 3 == 0 ? 70_000 : 10]));
                peer.send(frame(MORE, ascii("a")), ping(0, ascii("x")), frame(0, ascii("b")));
                assertThat(pair.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("a", "b"));
                int[] sizes = {("n" + i).length(), 20_000, i % 3 == 0 ? 70_000 : 10};
                for (int part = 0; part < sizes.length; ) {
                    RawPeer.Frame next = peer.readFrame();
                    if (next.isCommand()) {
                        pings += next.commandName().equals("PING") ? 1 : 0;
                        continue;
                    }
                    assertThat(next.body()).hasSize(sizes[part]);
                    assertThat(next.flags() & MORE).isEqualTo(part < 2 ? MORE : 0);
                    if (part == 0) {
                        assertThat(text(next.body())).isEqualTo("n" + i);
                    }
                    part++;
                }
            }
        }
    }

    @Test
    void shouldOutliveAFloodOfPingsFromPeerThatReadsNothing() {
        PullSocket pull =
                context.pull(SocketOptions.builder().sendBufferBytes(4096).build());
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        byte[] pings = new byte[0];
        for (int i = 0; i < 1000; i++) {
            pings = join(pings, ping(0, ascii("0123456789abcdef")));
        }
        try (HealthyNeighbour neighbour = new HealthyNeighbour(pull, endpoint);
                RawPeer flood = RawPeer.connect(endpoint).handshake("PUSH")) {
            for (int i = 0; i < 200; i++) {
                flood.send(pings);
            }
            flood.send(message("behind the flood"));
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("behind the flood");
            neighbour.assertUndisturbed();
        }
    }
}
