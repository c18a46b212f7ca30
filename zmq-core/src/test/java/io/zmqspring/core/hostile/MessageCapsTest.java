package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Accepted;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeSucceeded;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a peer may claim has a cap, and passing it costs that peer its connection or its turn, and nobody else. */
@Timeout(60)
class MessageCapsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldCloseAPeerWhoseUnfinishedMessageHasTooManyBytes() {
        PullSocket pull =
                context.pull(SocketOptions.builder().maxMultipartBytes(200_000).build());
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            byte[] inline = frame(MORE, new byte[40_000]);
            peer.send(frame(MORE, new byte[100_000]), inline, frame(0, new byte[1]));
            assertThat(pull.receiveMessage(PATIENCE)).isNotNull();
            peer.trySend(frame(MORE, new byte[100_000]), inline, inline, inline);

            assertThat(peer.awaitEnd()).isTrue();
            assertThat(events.await(Disconnected.class).reason()).contains("maxMultipartBytes=200000");
            assertThat(pull.counters().protocolViolations()).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseAPeerWhoseUnfinishedMessageHasTooManyFrames() {
        PullSocket pull =
                context.pull(SocketOptions.builder().maxMultipartFrames(10).build());
        EventRecorder events = EventRecorder.of(pull);
        byte[] nine = join(Collections.nCopies(9, frame(MORE, new byte[0])).toArray(new byte[0][]));
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(nine, frame(0, new byte[0]));
            assertThat(pull.receiveMessage(PATIENCE)).isNotNull();
            peer.trySend(nine, frame(MORE, new byte[0]), frame(MORE, new byte[0]));

            assertThat(peer.awaitEnd()).isTrue();
            assertThat(events.await(Disconnected.class).reason()).contains("maxMultipartFrames=10");
        }
    }

    @Test
    void shouldRefuseConnectionsBeyondTheHandshakesThatMayBeUnderWay() {
        PullSocket pull = context.pull(SocketOptions.builder().maxHandshakes(2).build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer first = RawPeer.connect(endpoint);
                RawPeer second = RawPeer.connect(endpoint)) {
            events.awaitCount(2, Accepted.class);
            try (RawPeer third = RawPeer.connect(endpoint)) {
                assertThat(third.awaitEnd()).isTrue();
                HandshakeFailed refused = events.await(HandshakeFailed.class);
                assertThat(refused.reason()).contains("maxHandshakes=2");
                assertThat(refused.peerAddress()).startsWith("tcp://127.0.0.1:");
            }
            first.handshake("PUSH");
            events.awaitCount(1, HandshakeSucceeded.class);
            try (RawPeer fourth = RawPeer.connect(endpoint).handshake("PUSH")) {
                fourth.send(frame(0, new byte[3]));
                assertThat(pull.receive(PATIENCE)).hasSize(3);
            }
            second.handshake("PUSH");
            assertThat(pull.counters().handshakeFailures()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeAHandshakeInThePlaceOfOneThatFailed() {
        PullSocket pull = context.pull(SocketOptions.builder().maxHandshakes(1).build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer complete = RawPeer.connect(endpoint).handshake("PUSH")) {
            events.await(HandshakeSucceeded.class);
            try (RawPeer silent = RawPeer.connect(endpoint)) {
                // The rest of the greeting waits for the peer's version (23/ZMTP, Version Negotiation).
                silent.read(10);
            }
            events.await(HandshakeFailed.class);
            try (RawPeer next = RawPeer.connect(endpoint).handshake("PUSH")) {
                next.send(frame(0, new byte[7]));
                assertThat(pull.receive(PATIENCE)).hasSize(7);
            }
            complete.send(frame(0, new byte[8]));
            assertThat(pull.receive(PATIENCE)).hasSize(8);
        }
    }

    @Test
    void shouldLeaveNoMoreThanTheMarkUnreadWhenAPeerComesBackAgainAndAgain() {
        int each = 100;
        int visits = 20;
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(each).build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        byte[] visit = join(Collections.nCopies(each, frame(0, new byte[1000])).toArray(new byte[0][]));
        for (int i = 0; i < visits; i++) {
            RawPeer.connect(endpoint).handshake("PUSH").send(visit).closeWhenDelivered();
            if (i == 0) {
                events.await(Disconnected.class);
            }
        }
        events.awaitCount(visits, HandshakeSucceeded.class);
        assertThat(pull.counters().queuedToReceive()).isEqualTo(each);

        for (int i = 0; i < visits * each; i++) {
            assertThat(pull.receive(PATIENCE)).as("message %d", i).hasSize(1000);
        }
        assertThat(pull.counters().dropped()).isZero();
        events.awaitCount(visits, Disconnected.class);
    }
}
