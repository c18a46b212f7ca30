package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.command;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static io.zmqspring.core.support.Zmtp.ping;
import static io.zmqspring.core.support.Zmtp.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.SocketMechanisms;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.ProtocolViolated;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.ToyMechanism;
import io.zmqspring.core.support.ToyMechanism.Style;
import io.zmqspring.core.support.ToyPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sockets whose traffic is encoded on its way to the channel. */
@Timeout(90)
class EncodedTrafficTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final ZmqContext context = ZmqContext.create();
    private final ZmqContext other = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void shouldCarryMessagesOfEverySize(Style style) {
        PullSocket pull = pull(style, SocketOptions.defaults());
        PushSocket push = push(style, SocketOptions.defaults());
        push.connect(pull.bind(ANY_PORT));
        for (int size : new int[] {
            0, 1, 33, 241, 242, 243, 253, 254, 255, 256, 8191, 65_513, 65_535, 65_536, 65_537, 1 << 20, 5_000_000
        }) {
            push.send(random(size));
            assertThat(pull.receive(PATIENCE)).as("message of %d bytes", size).isEqualTo(random(size));
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void shouldCarryManyMessagesOfManyFramesInOrder(Style style) {
        PullSocket pull = pull(style, SocketOptions.defaults());
        PushSocket push = push(style, SocketOptions.defaults());
        push.connect(pull.bind(ANY_PORT));
        int count = 20_000;
        Calls.Running<Void> sending = Calls.start(() -> {
            for (int i = 0; i < count; i++) {
                push.send(message(i));
            }
        });
        for (int i = 0; i < count; i++) {
            assertThat(pull.receiveMessage(PATIENCE)).as("message %d", i).isEqualTo(message(i));
        }
        assertThat(sending.result()).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldDeliverEverythingBeforeAClosedSocketEnds() {
        PullSocket pull = pull(Style.STREAMING, SocketOptions.defaults());
        PushSocket push =
                push(Style.STREAMING, SocketOptions.builder().linger(PATIENCE).build());
        push.connect(pull.bind(ANY_PORT));
        int count = 3_000;
        Calls.Running<Void> sending = Calls.start(() -> {
            for (int i = 0; i < count; i++) {
                push.send(message(i));
            }
            push.close();
        });
        for (int i = 0; i < count; i++) {
            assertThat(pull.receiveMessage(PATIENCE)).as("message %d", i).isEqualTo(message(i));
        }
        assertThat(sending.result()).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldTakeFramesThatArriveByteByByte() {
        PullSocket pull = pull(Style.WAITING, SocketOptions.defaults());
        try (ToyPeer peer = ToyPeer.connect(pull.bind(ANY_PORT), "PUSH")) {
            peer.raw()
                    .sendSingly(join(
                            peer.frame(MORE, ascii("first")),
                            peer.command(ping(0, ascii("ctx"))),
                            peer.frame(0, ascii("last"))));
            assertThat(pull.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.of(ascii("first"), ascii("last")));
        }
    }

    @Test
    void shouldAnswerAPingInsideTheEncodedTraffic() {
        PullSocket pull = pull(Style.STREAMING, SocketOptions.defaults());
        try (ToyPeer peer = ToyPeer.connect(pull.bind(ANY_PORT), "PUSH")) {
            peer.raw().send(peer.frame(0, ascii("before")), peer.command(ping(0, ascii("context"))));
            RawPeer.Frame pong = peer.read();
            assertThat(pong.isCommand()).isTrue();
            assertThat(pong.commandName()).isEqualTo("PONG");
            assertThat(text(pong.commandData())).isEqualTo("context");
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("before"));
        }
    }

    @Test
    void shouldAnswerAFloodOfEncodedPingsWithFewPongsOfWhichTheLastIsForTheLast() {
        int count = 5_000;
        PullSocket pull = pull(Style.STREAMING, SocketOptions.defaults());
        try (ToyPeer peer = ToyPeer.connect(pull.bind(ANY_PORT), "PUSH")) {
            byte[][] pings = new byte[count][];
            for (int i = 0; i < count; i++) {
                pings[i] = peer.command(ping(0, ascii("no" + i)));
            }
            peer.raw().send(pings);
            int pongs = 0;
            String last = "";
            while (!last.equals("no" + (count - 1))) {
                last = text(peer.read().commandData());
                pongs++;
            }
            assertThat(pongs).isLessThan(count / 5);
        }
    }

    @Test
    void shouldKeepIdlePeersWithHeartbeatsConnected() {
        SocketOptions beating = SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(100))
                .heartbeatTimeout(Duration.ofSeconds(10))
                .build();
        PairSocket first = SocketMechanisms.use(ToyMechanism.server(Style.STREAMING), context.pair(beating));
        String endpoint = first.bind(ANY_PORT);
        try (ToyPeer peer = ToyPeer.connect(endpoint, "PAIR")) {
            for (int i = 0; i < 5; i++) {
                RawPeer.Frame frame = peer.read();
                assertThat(frame.commandName()).isEqualTo("PING");
                peer.raw().send(peer.command(command("PONG", new byte[0])));
            }
            peer.raw().send(peer.frame(0, ascii("still here")));
            assertThat(first.receive(PATIENCE)).isEqualTo(ascii("still here"));
        }
    }

    @Test
    void shouldEncodeAgainWithNewKeysAfterAReconnect() {
        int count = 300;
        PushSocket push = push(
                Style.STREAMING,
                SocketOptions.builder().sendBufferBytes(1 << 14).build());
        try (RawPeer.Listener listener = new RawPeer.Listener().receiveBuffer(1 << 14)) {
            push.connect(listener.endpoint());
            ToyPeer lost = ToyPeer.server(listener.accept(), "PULL");
            Calls.Running<Void> sending = Calls.start(() -> {
                for (int i = 0; i < count; i++) {
                    push.send(ByteBuffer.allocate(10_000).putInt(0, i));
                }
            });
            for (int i = 0; i < 3; i++) {
                assertThat(number(lost.read())).isEqualTo(i);
            }
            lost.raw().read(5_000);
            lost.raw().reset();

            try (ToyPeer peer = ToyPeer.server(listener.accept(), "PULL")) {
                int next = number(peer.read());
                assertThat(next).isGreaterThanOrEqualTo(3).isLessThan(count);
                while (++next < count) {
                    assertThat(number(peer.read())).isEqualTo(next);
                }
            }
            assertThat(sending.result()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldCloseOnlyTheConnectionWhoseChecksumIsWrong() {
        PullSocket pull = pull(Style.STREAMING, SocketOptions.defaults());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind(ANY_PORT);
        try (ToyPeer good = ToyPeer.connect(endpoint, "PUSH");
                ToyPeer bad = ToyPeer.connect(endpoint, "PUSH")) {
            byte[] whole = bad.frame(0, ascii("whole"));
            byte[] wrong = bad.frame(0, ascii("wrong"));
            wrong[wrong.length - 6] ^= 1;
            bad.raw().send(whole, wrong, bad.frame(0, ascii("behind")));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("whole"));
            assertThat(bad.raw().awaitEnd()).isTrue();
            assertThat(events.await(ProtocolViolated.class).reason()).contains("checksum");
            assertThat(pull.counters().protocolViolations()).isEqualTo(1);

            good.raw().send(good.frame(0, ascii("good")));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("good"));
            assertThat(pull.counters().connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAnEndlessFrameBeforeItIsCollected() {
        PullSocket pull = pull(Style.WAITING, SocketOptions.defaults());
        EventRecorder events = EventRecorder.of(pull);
        try (ToyPeer peer = ToyPeer.connect(pull.bind(ANY_PORT), "PUSH")) {
            byte[] whole = peer.frame(0, new byte[400]);
            peer.raw().send(longHeader(0, 1L << 62), Arrays.copyOfRange(whole, 9, whole.length));
            assertThat(peer.raw().awaitEnd()).isTrue();
            assertThat(events.await(ProtocolViolated.class).reason()).contains(String.valueOf((1L << 62) - 13));
        }
    }

    @Test
    void shouldRefuseALongerFrameThanAllowedByItsLengthWithoutTheCipher() {
        PullSocket pull = pull(
                Style.STREAMING, SocketOptions.builder().maxMessageSize(1000).build());
        EventRecorder events = EventRecorder.of(pull);
        try (ToyPeer peer = ToyPeer.connect(pull.bind(ANY_PORT), "PUSH")) {
            peer.raw().send(peer.frame(0, new byte[1000]), peer.frame(0, new byte[1001]));
            assertThat(pull.receive(PATIENCE)).hasSize(1000);
            assertThat(peer.raw().awaitEnd()).isTrue();
            assertThat(events.await(ProtocolViolated.class).reason()).contains("1001");
        }
    }

    @Test
    void shouldStayWithinTheMarkAndAnswerPingsWhenAFloodIsNotReceived() {
        PullSocket pull = pull(
                Style.STREAMING,
                SocketOptions.builder()
                        .receiveHwm(10)
                        .receiveBufferBytes(1 << 14)
                        .build());
        int count = 3_000;
        try (ToyPeer peer = ToyPeer.connect(pull.bind(ANY_PORT), "PUSH")) {
            peer.raw().send(peer.frame(0, ascii("0")));
            for (int i = 1; i < 40; i++) {
                peer.raw().send(peer.frame(0, ascii(String.valueOf(i))));
            }
            peer.raw().send(peer.command(ping(0, ascii("full"))));
            assertThat(text(peer.read().commandData())).isEqualTo("full");
            assertThat(pull.counters().queuedToReceive()).isLessThanOrEqualTo(10);
            Calls.Running<Void> flood = Calls.start(() -> {
                for (int i = 40; i < count; i++) {
                    peer.raw().send(peer.frame(0, ascii(String.valueOf(i))));
                }
            });
            for (int i = 0; i < count; i++) {
                assertThat(pull.counters().queuedToReceive()).isLessThanOrEqualTo(10);
                assertThat(text(pull.receive(PATIENCE))).isEqualTo(String.valueOf(i));
            }
            assertThat(flood.result()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldPassOverWhatASocketThatOnlySendsIsSent() {
        PushSocket push = SocketMechanisms.use(ToyMechanism.server(Style.STREAMING), context.push());
        try (ToyPeer peer = ToyPeer.connect(push.bind(ANY_PORT), "PULL")) {
            for (int i = 0; i < 100; i++) {
                peer.raw().send(peer.frame(0, new byte[10_000]));
            }
            peer.raw().send(peer.command(ping(0, ascii("behind"))));
            assertThat(text(peer.read().commandData())).isEqualTo("behind");
            Awaitility.await().atMost(PATIENCE).until(() -> push.counters().dropped() == 100);
            push.send(ascii("out"));
            assertThat(peer.read().body()).isEqualTo(ascii("out"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeEveryPeerWithLittleMemory(boolean encoded) {
        try (ZmqContext small = ZmqContext.create(
                ContextOptions.builder().maxDirectMemory(3 << 20).build())) {
            PullSocket pull = small.pull();
            if (encoded) {
                SocketMechanisms.use(ToyMechanism.server(Style.STREAMING), pull);
            }
            String endpoint = pull.bind(ANY_PORT);
            int peers = 20;
            int messages = 20;
            PushSocket[] pushes = new PushSocket[peers];
            for (int i = 0; i < peers; i++) {
                pushes[i] = encoded ? push(Style.STREAMING, SocketOptions.defaults()) : other.push();
                pushes[i].connect(endpoint);
            }
            assertThat(pull.awaitPeers(peers, PATIENCE)).isTrue();
            Calls.Running<Void> sending = Calls.start(() -> {
                for (int i = 0; i < messages; i++) {
                    for (PushSocket push : pushes) {
                        push.send(random(i % 4 == 0 ? 60_000 : 3_000));
                    }
                }
            });
            long bytes = 0;
            for (int i = 0; i < peers * messages; i++) {
                byte[] body = pull.receive(PATIENCE);
                assertThat(body).as("message %d", i).isNotNull();
                bytes += body.length;
                assertThat(small.counters().memoryBytes()).isLessThanOrEqualTo(4L << 20);
            }
            assertThat(bytes).isEqualTo(peers * (5L * 60_000 + 15L * 3_000));
            assertThat(sending.result()).succeedsWithin(PATIENCE);
            assertThat(pull.counters().connections()).isEqualTo(peers);
        }
    }

    @Test
    void shouldNoticeThatAPeerHasGoneInsideAFrame() {
        PullSocket pull = pull(Style.WAITING, SocketOptions.defaults());
        EventRecorder events = EventRecorder.of(pull);
        ToyPeer peer = ToyPeer.connect(pull.bind(ANY_PORT), "PUSH");
        peer.raw().send(peer.frame(0, ascii("whole")), Arrays.copyOf(peer.frame(0, ascii("cut")), 7));
        peer.close();
        assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("whole"));
        events.await(Disconnected.class);
        assertThat(pull.counters().protocolViolations()).isZero();
    }

    private PullSocket pull(Style style, SocketOptions options) {
        return SocketMechanisms.use(ToyMechanism.server(style), context.pull(options));
    }

    private PushSocket push(Style style, SocketOptions options) {
        return SocketMechanisms.use(ToyMechanism.client(style), other.push(options));
    }

    private static int number(RawPeer.Frame frame) {
        return ByteBuffer.wrap(frame.body()).getInt();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static ZmqMessage message(int number) {
        byte[][] frames = new byte[1 + number % 4][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = ByteBuffer.allocate(4 + (number * 7 + i * 300) % 700)
                    .putInt(number)
                    .array();
        }
        if (number % 1000 == 999) {
            frames[0] = random(100_000);
        }
        return ZmqMessage.of(frames);
    }
}
