package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.ChannelSocket;
import io.zmqspring.core.GatherSocket;
import io.zmqspring.core.ScatterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types whose messages have one frame: SCATTER and GATHER (49/SCATTER-GATHER), CHANNEL (52/CHANNEL). */
@Timeout(60)
class SingleFrameSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int COUNT = 300;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://scatter"})
    void shouldShareMessagesOutAmongGatherSockets(String where) {
        ScatterSocket scatter = context.scatter();
        String endpoint = scatter.bind(where);
        GatherSocket first = context.gather();
        GatherSocket second = context.gather();
        first.connect(endpoint);
        second.connect(endpoint);
        assertThat(scatter.awaitPeers(2, PATIENCE)).isTrue();

        for (int i = 0; i < COUNT; i++) {
            scatter.send(text(i));
        }

        Set<String> received = new HashSet<>();
        for (int i = 0; i < COUNT / 2; i++) {
            received.add(text(first.receive(PATIENCE)));
            received.add(text(second.receive(PATIENCE)));
        }
        assertThat(received).hasSize(COUNT);
        assertThat(first.tryReceive()).isNull();
        assertThat(second.tryReceive()).isNull();
        assertThat(first.peers()).extracting(PeerStatus::type).containsExactly(SocketType.SCATTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://gather"})
    void shouldGatherFromScatterSocketsInTurn(String where) {
        GatherSocket gather = context.gather();
        String endpoint = gather.bind(where);
        for (int peer = 0; peer < 3; peer++) {
            ScatterSocket scatter = context.scatter();
            scatter.connect(endpoint);
            for (int i = 0; i < COUNT; i++) {
                scatter.send(text(peer * COUNT + i));
            }
        }

        Set<String> received = new HashSet<>();
        for (int i = 0; i < 3 * COUNT; i++) {
            received.add(text(gather.receive(PATIENCE)));
        }
        assertThat(received).hasSize(3 * COUNT);
        assertThat(gather.tryReceive()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://channel"})
    void shouldTalkBothWaysOverAChannelAndTurnASecondPeerAway(String where) {
        ChannelSocket bound = context.channel();
        String endpoint = bound.bind(where);
        ChannelSocket connected = context.channel();
        connected.connect(endpoint);
        assertThat(bound.awaitPeers(1, PATIENCE)).isTrue();

        for (int i = 0; i < COUNT; i++) {
            connected.send(text(i));
            assertThat(text(bound.receive(PATIENCE))).isEqualTo("" + i);
            bound.send(text(-i));
            assertThat(text(connected.receive(PATIENCE))).isEqualTo("" + -i);
        }

        ChannelSocket second = context.channel(reconnectingFast());
        EventRecorder events = EventRecorder.of(second);
        second.connect(endpoint);
        events.await(HandshakeFailed.class);
        assertThat(bound.peers()).hasSize(1);
        connected.close();
        assertThat(second.awaitPeers(1, PATIENCE)).isTrue();
        second.send(text(1));
        assertThat(text(bound.receive(PATIENCE))).isEqualTo("1");
    }

    @Test
    void shouldRefuseToSendSeveralFramesAndSendOne() {
        ScatterSocket scatter = context.scatter();
        GatherSocket gather = context.gather();
        gather.connect(scatter.bind("inproc://one"));
        ZmqMessage two = ZmqMessage.of(text(1), text(2));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> scatter.send(two))
                .withMessageContaining("SCATTER")
                .withMessageContaining("frames=2");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> scatter.trySend(two));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> context.channel().send(two, PATIENCE));
        scatter.send(ZmqMessage.of(text(3)));

        assertThat(text(gather.receive(PATIENCE))).isEqualTo("3");
        assertThat(scatter.counters().sent()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"GATHER, SCATTER", "CHANNEL, CHANNEL"})
    void shouldDropAndCountMessagesOfSeveralFrames(SocketType type, String peerType) {
        ZmqSocket socket = context.socket(type, SocketOptions.defaults());
        String endpoint = socket.bind("tcp://127.0.0.1:*");
        byte[] several = Zmtp.join(
                Zmtp.frame(Zmtp.MORE, text(1)), Zmtp.frame(Zmtp.MORE, new byte[100_000]), Zmtp.frame(0, text(2)));
        try (RawPeer peer = RawPeer.connect(endpoint).handshake(peerType)) {
            peer.send(several, Zmtp.message("first"), several, several, Zmtp.message("second"));

            assertThat(receive(socket)).isEqualTo("first");
            assertThat(receive(socket)).isEqualTo("second");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(socket.counters().dropped()).isEqualTo(3));
            assertThat(socket.counters().received()).isEqualTo(2);
            assertThat(socket.counters().queuedToReceive()).isZero();
            assertThat(context.counters().bodyBytes()).isZero();
        }
    }

    private static String receive(ZmqSocket socket) {
        return text(
                socket instanceof GatherSocket gather
                        ? gather.receive(PATIENCE)
                        : ((ChannelSocket) socket).receive(PATIENCE));
    }

    private static SocketOptions reconnectingFast() {
        return SocketOptions.builder()
                .reconnectInterval(Duration.ofMillis(20))
                .reconnectIntervalMax(Duration.ofMillis(20))
                .build();
    }

    private static byte[] text(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] body) {
        assertThat(body).isNotNull();
        return new String(body, StandardCharsets.US_ASCII);
    }
}
