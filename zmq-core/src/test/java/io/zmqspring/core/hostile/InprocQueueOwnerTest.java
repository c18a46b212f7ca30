package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The queues of an inproc connection belong to its connecting side, whatever becomes of the sockets that bind the name
 * one after the other.
 */
@Timeout(60)
class InprocQueueOwnerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String NAME = "inproc://owner";

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldLetAWaitingSenderGoOnWhenAnotherReceiverTakesTheNameOver() {
        PullSocket first = context.pull(SocketOptions.builder().receiveHwm(2).build());
        first.bind(NAME);
        PushSocket push = context.push(SocketOptions.builder().sendHwm(2).build());
        push.connect(NAME);
        int queued = 0;
        while (push.trySend(new byte[] {(byte) queued})) {
            queued++;
        }
        byte[] last = {(byte) queued};
        Calls.Running<Void> waiting = Calls.start(() -> push.send(last)).awaitWaiting();

        first.close();
        PullSocket second = context.pull();
        second.bind(NAME);

        for (int i = 0; i <= queued; i++) {
            assertThat(second.receive(PATIENCE)).containsExactly(i);
        }
        assertThat(waiting.result()).succeedsWithin(PATIENCE);
        assertThat(first.counters().dropped() + push.counters().dropped()).isZero();
    }

    @Test
    void shouldNotTakeForItsOwnWhatThePeerItRefusesHasNotReceivedYet() {
        PairSocket connecting = context.pair();
        connecting.connect(NAME);
        PairSocket first = context.pair();
        first.bind(NAME);
        first.send(ascii("to who connects"));
        first.close();
        PairSocket busy = context.pair();
        try (RawPeer peer = RawPeer.connect(busy.bind("tcp://127.0.0.1:*")).handshake("PAIR")) {
            assertThat(busy.awaitPeers(1, PATIENCE)).isTrue();
            busy.bind(NAME);

            assertThat(busy.counters().queuedToSend()).isZero();
            assertThat(connecting.receive(PATIENCE)).isEqualTo(ascii("to who connects"));
            busy.send(ascii("to the peer"));
            assertThat(peer.readMessage()).isEqualTo(ascii("to the peer"));
        }
    }

    @Test
    void shouldGiveBackWhatAClosedReceiverHasNotTaken() {
        PushSocket push = context.push();
        push.connect(NAME);
        PullSocket first = context.pull();
        first.bind(NAME);
        for (int i = 0; i < 100; i++) {
            push.send(new byte[] {(byte) i});
        }
        assertThat(first.receive(PATIENCE)).containsExactly(0);

        first.close();

        assertThat(first.counters().dropped()).isZero();
        assertThat(first.counters().queuedToReceive()).isZero();
        assertThat(push.counters().queuedToSend()).isEqualTo(99);
        PullSocket second = context.pull();
        second.bind(NAME);
        for (int i = 1; i < 100; i++) {
            assertThat(second.receive(PATIENCE)).containsExactly(i);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> push.counters().queuedToSend() == 0);
        assertThat(second.receive(SHORT)).isNull();
    }
}
