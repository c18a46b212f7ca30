package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SocketMechanisms;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.monitor.MonitorEvent.ProtocolViolated;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.LegacyPeer;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.ToyMechanism;
import io.zmqspring.core.support.ToyMechanism.Style;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that claim to be old, and lengths, flags and ids that none would send. Bound: each costs its connection. */
@Timeout(60)
class HostileLegacyPeerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotLetAPeerIntoASecureSocketByClaimingAnOldVersion(LegacyPeer peer) {
        PullSocket pull = SocketMechanisms.use(ToyMechanism.server(Style.STREAMING), context.pull());
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer raw = RawPeer.connect(pull.bind(ANY_PORT))) {
            raw.trySend(peer.greeting(SocketType.PUSH, ""), peer.frame(false, ascii("let me in")));
            assertThat(raw.awaitEnd()).isTrue();
        }
        assertThat(events.await(HandshakeFailed.class).reason())
                .contains("the peer speaks ZMTP " + peer.version())
                .contains("the security mechanism TOY needs ZMTP 3.0");
        assertThat(pull.counters().handshakeFailures()).isEqualTo(1);
        assertThat(pull.counters().received()).isZero();
        assertThat(pull.counters().queuedToReceive()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndAHandshakeThatStopsAtAnyByte(LegacyPeer peer) {
        PullSocket pull = context.pull(
                SocketOptions.builder().handshakeTimeout(Duration.ofMillis(100)).build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind(ANY_PORT);
        byte[] greeting = peer.greeting(SocketType.PUSH, "me");
        List<RawPeer> stopped = new ArrayList<>();
        for (int length = 0; length < greeting.length; length++) {
            stopped.add(RawPeer.connect(endpoint).send(Arrays.copyOf(greeting, length)));
        }
        events.awaitCount(stopped.size(), HandshakeFailed.class);
        stopped.forEach(raw -> {
            assertThat(raw.awaitEnd()).isTrue();
            raw.close();
        });
        assertThat(events.all(HandshakeFailed.class))
                .extracting(HandshakeFailed::reason)
                .allMatch(reason -> reason.startsWith("no handshake within PT0.1S: the peer sent "));
        assertThat(pull.counters().protocolViolations()).isZero();
        try (RawPeer raw = RawPeer.connect(endpoint).send(greeting, peer.frame(false, ascii("whole")))) {
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("whole"));
            assertThat(raw.read(1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAGreetingByteByByte(LegacyPeer peer) {
        PullSocket pull = context.pull();
        try (RawPeer raw = RawPeer.connect(pull.bind(ANY_PORT))) {
            raw.sendSingly(join(peer.greeting(SocketType.PUSH, "me"), peer.frame(false, ascii("slowly"))));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("slowly"));
        }
    }

    static Stream<Arguments> brokenFrames() {
        return Stream.of(
                Arguments.of(LegacyPeer.UNVERSIONED, new byte[] {0, 0}, "a length is 1 to 2^63-1; 0 arrived"),
                Arguments.of(LegacyPeer.UNVERSIONED, longOf1(0), "0 arrived"),
                Arguments.of(LegacyPeer.UNVERSIONED, longOf1(Long.MIN_VALUE), "9223372036854775808 arrived"),
                Arguments.of(LegacyPeer.UNVERSIONED, longOf1(-1), "18446744073709551615 arrived"),
                Arguments.of(LegacyPeer.UNVERSIONED, longOf1(Long.MAX_VALUE), "maxMessageSize) has 1000 bytes"),
                Arguments.of(LegacyPeer.UNVERSIONED, longOf1(1002), "a length of 1001 arrived"),
                Arguments.of(LegacyPeer.UNVERSIONED, new byte[] {1, 4}, "flags 0x4 arrived"),
                Arguments.of(LegacyPeer.ZMTP_2, longOf2(Long.MIN_VALUE), "9223372036854775808 arrived"),
                Arguments.of(LegacyPeer.ZMTP_2, longOf2(-1), "18446744073709551615 arrived"),
                Arguments.of(LegacyPeer.ZMTP_2, longOf2(1001), "a length of 1001 arrived"),
                Arguments.of(LegacyPeer.ZMTP_2, new byte[] {8, 0}, "flags 0x8 arrived"));
    }

    @ParameterizedTest
    @MethodSource("brokenFrames")
    void shouldCloseAndCountAndKeepWhatCameBefore(LegacyPeer peer, byte[] broken, String reason) {
        PullSocket pull =
                context.pull(SocketOptions.builder().maxMessageSize(1000).build());
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer raw = RawPeer.connect(pull.bind(ANY_PORT))) {
            raw.send(
                    peer.greeting(SocketType.PUSH, ""),
                    peer.frame(false, ascii("before")),
                    peer.frame(true, ascii("unfinished")),
                    broken);
            assertThat(raw.awaitEnd()).isTrue();
        }
        assertThat(events.await(ProtocolViolated.class).reason()).contains(reason);
        events.await(Disconnected.class);
        assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("before"));
        assertThat(pull.counters().protocolViolations()).isEqualTo(1);
        assertThat(pull.counters().queuedToReceive()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAnIdThatNoPeerMayHave(LegacyPeer peer) {
        RouterSocket router = context.router();
        EventRecorder events = EventRecorder.of(router);
        String endpoint = router.bind(ANY_PORT);
        try (RawPeer raw = RawPeer.connect(endpoint)) {
            raw.send(peer.greeting(SocketType.DEALER, "\0me"));
            assertThat(raw.awaitEnd()).isTrue();
        }
        events.await(HandshakeFailed.class, event -> event.reason().contains("does not begin with a zero byte"));
        try (RawPeer raw = RawPeer.connect(endpoint)) {
            raw.trySend(peer.greeting(SocketType.DEALER, "i".repeat(256)));
            assertThat(raw.awaitEnd()).isTrue();
        }
        events.await(
                HandshakeFailed.class,
                event -> event.reason().contains("an identity has at most 255 bytes; one of 256 arrived"));
        assertThat(router.counters().handshakeFailures()).isEqualTo(2);
    }

    @Test
    void shouldNotAnswerAnOldPeerOfAPairThatHasOne() {
        PairSocket pair = context.pair();
        EventRecorder events = EventRecorder.of(pair);
        String endpoint = pair.bind(ANY_PORT);
        try (RawPeer first = RawPeer.connect(endpoint).handshake("PAIR");
                RawPeer second = RawPeer.connect(endpoint)) {
            assertThat(pair.awaitPeers(1, PATIENCE)).isTrue();
            second.trySend(LegacyPeer.UNVERSIONED.greeting(SocketType.PAIR, ""));
            assertThat(second.bytesUntilEnd()).as("the signature at most").isBetween(0L, 10L);
            assertThat(events.await(HandshakeFailed.class).reason()).contains("takes one peer");
            first.send(LegacyPeer.ZMTP_2.frame(false, ascii("still here")));
            assertThat(pair.receive(PATIENCE)).isEqualTo(ascii("still here"));
        }
    }

    private static byte[] longOf1(long length) {
        return ByteBuffer.allocate(10).put((byte) 0xFF).putLong(length).array();
    }

    private static byte[] longOf2(long length) {
        return ByteBuffer.allocate(9).put((byte) 2).putLong(length).array();
    }
}
