package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Heartbeats (37/ZMTP, Connection Heartbeating) of sockets of every type. */
@Timeout(60)
class HeartbeatOfEveryTypeSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] NOTHING = {};

    /** They take what their peers send at once, and are never slow. */
    private static final Set<SocketType> PUBLISHERS = EnumSet.of(SocketType.PUB, SocketType.XPUB);

    private final ZmqContext context = ZmqContext.create();
    private final List<RawPeer> peers = new ArrayList<>();
    private final List<EventRecorder> events = new ArrayList<>();

    @AfterEach
    void close() {
        peers.forEach(RawPeer::close);
        context.close();
    }

    private ZmqSocket bound(SocketType type, SocketOptions options, byte[]... first) {
        ZmqSocket socket = context.socket(type, options);
        if (socket instanceof SubSocket subscriber) {
            subscriber.subscribe(NOTHING);
        }
        events.add(EventRecorder.of(socket));
        RawPeer peer = RawPeer.connect(socket.bind("tcp://127.0.0.1:*"))
                .handshake(type.peers().iterator().next().wireName());
        peers.add(peer.send(first));
        return socket;
    }

    private static RawPeer.Frame command(RawPeer peer, String name) {
        RawPeer.Frame frame = peer.readFrame();
        while (!frame.isCommand() || !frame.commandName().equals(name)) {
            frame = peer.readFrame();
        }
        return frame;
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerAPingWithItsContext(SocketType type) {
        bound(type, SocketOptions.defaults(), ping(0, ascii("context")));
        assertThat(command(peers.get(0), "PONG").commandData()).isEqualTo(ascii("context"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnnounceItsTtlAndGiveUpAPeerThatFallsSilent(SocketType type) {
        bound(
                type,
                SocketOptions.builder()
                        .heartbeatInterval(Duration.ofMillis(50))
                        .heartbeatTtl(Duration.ofMillis(299))
                        .build());
        assertThat(command(peers.get(0), "PING").commandData()).isEqualTo(new byte[] {0, 3});
        assertThat(peers.get(0).awaitEnd()).isTrue();
        assertThat(events.get(0).await(Disconnected.class).reason()).contains("no sign of life within PT0.05S");
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveUpAPeerThatIsSilentForLongerThanItsTtl(SocketType type) {
        bound(type, SocketOptions.defaults(), ping(1, NOTHING));
        assertThat(peers.get(0).awaitEnd()).isTrue();
        assertThat(events.get(0).await(Disconnected.class).reason()).contains("TTL it announced, PT0.1S");
    }

    /** All types at once, since it takes longer than the timeout. */
    @Test
    void shouldTakeEachByteOfALargeFrameForASignOfLife() {
        SocketOptions options = SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(100))
                .heartbeatTimeout(Duration.ofSeconds(1))
                .build();
        for (SocketType type : SocketType.values()) {
            bound(type, options, join(ping(10, NOTHING), longHeader(0, 1 << 20), new byte[100]));
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofMillis(2_500).toNanos()) {
            for (RawPeer peer : peers) {
                command(peer, "PING");
                peer.send(new byte[1]);
            }
        }
        assertThat(events)
                .allSatisfy(each -> assertThat(each.all(Disconnected.class)).isEmpty());
    }

    /** All types at once, since it takes longer than the timeout and the peers' TTL. */
    @Test
    void shouldNotTakeAPeerForDeadWhileItsMessagesAreNotReceived() {
        SocketOptions options = SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(30))
                .heartbeatTimeout(Duration.ofMillis(200))
                .heartbeatTtl(PATIENCE)
                .receiveHwm(5)
                .receiveBufferBytes(4096)
                .build();
        List<ZmqSocket> slow = new ArrayList<>();
        byte[][] first = new byte[21][];
        for (int i = 1; i < first.length; i++) {
            first[i] = message("number " + i);
        }
        first[0] = ping(2, NOTHING);
        for (SocketType type : SocketType.values()) {
            if (type.receives() && !PUBLISHERS.contains(type)) {
                slow.add(bound(type, options, first));
            }
        }
        for (ZmqSocket socket : slow) {
            Awaitility.await()
                    .alias(socket.toString())
                    .atMost(PATIENCE)
                    .until(() -> socket.counters().queuedToReceive() == 5);
        }
        for (int pings = 0; pings < 20; pings++) {
            peers.forEach(peer -> command(peer, "PING"));
        }
        assertThat(events)
                .allSatisfy(each -> assertThat(each.all(Disconnected.class)).isEmpty());
        assertThat(slow)
                .allSatisfy(
                        socket -> assertThat(socket.counters().connections()).isOne());
    }
}
