package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A PAIR takes one peer (31/EXPAIR); the place is free again as soon as that peer has left, whichever endpoint the next
 * one comes by.
 */
@Timeout(60)
class BusyPairTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldLetTheInprocPeerInWhenTheTcpPeerLeaves() {
        PairSocket pair = context.pair();
        String tcp = pair.bind("tcp://127.0.0.1:*");
        pair.bind("inproc://busy");
        try (RawPeer first = RawPeer.connect(tcp).handshake("PAIR")) {
            assertThat(pair.awaitPeers(1, PATIENCE)).isTrue();
            PairSocket second = context.pair();
            second.connect("inproc://busy");
            assertThat(second.awaitPeers(1, Duration.ZERO)).isFalse();
            first.shutdownOutput();

            assertThat(second.awaitPeers(1, PATIENCE)).isTrue();
            second.send(ascii("in"));
            assertThat(pair.receive(PATIENCE)).isEqualTo(ascii("in"));
        }
    }

    @Test
    void shouldLetTheTcpPeerInWhenTheInprocPeerLeaves() {
        PairSocket pair = context.pair();
        String tcp = pair.bind("tcp://127.0.0.1:*");
        pair.bind("inproc://busy");
        PairSocket first = context.pair();
        first.connect("inproc://busy");
        assertThat(first.awaitPeers(1, PATIENCE)).isTrue();
        PairSocket second = context.pair();
        EventRecorder events = EventRecorder.of(second);
        second.connect(tcp);
        events.await(HandshakeFailed.class);
        first.close();

        assertThat(second.awaitPeers(1, PATIENCE)).isTrue();
        second.send(ascii("in"));
        assertThat(pair.receive(PATIENCE)).isEqualTo(ascii("in"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://pair"})
    void shouldConnectAgainAtOnceAfterDisconnect(String where) {
        PairSocket one = context.pair();
        PairSocket other = context.pair();
        String first = one.bind(where);
        String second = other.bind(where + (where.startsWith("inproc") ? "-other" : ""));
        PairSocket pair = context.pair();
        for (int round = 0; round < 50; round++) {
            pair.disconnect(pair.connect(round % 2 == 0 ? first : second));
        }
        pair.connect(first);
        pair.send(ascii("still here"));
        assertThat(one.receive(PATIENCE)).isEqualTo(ascii("still here"));
    }

    @Test
    void shouldStillSendWhatWasQueuedBeforeDisconnect() {
        PairSocket one = context.pair();
        PairSocket pair = context.pair(SocketOptions.builder().linger(PATIENCE).build());
        String endpoint = one.bind("tcp://127.0.0.1:*");
        pair.connect(endpoint);
        pair.send(ascii("before"));
        pair.disconnect(endpoint);
        assertThat(one.receive(PATIENCE)).isEqualTo(ascii("before"));
    }
}
