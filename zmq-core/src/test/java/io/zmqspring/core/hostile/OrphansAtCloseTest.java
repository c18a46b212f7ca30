package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lost peer left unsent goes to the others also after the socket was closed, within linger and no longer. */
@Timeout(60)
class OrphansAtCloseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int MARK = 300;
    private static final byte[] BODY = new byte[1000];

    private final ZmqContext context = ZmqContext.create();
    private final ZmqContext peers = ZmqContext.create();

    @AfterEach
    void close() {
        peers.close();
        context.close();
    }

    @Test
    void shouldPassOnWhatAPeerLeftBeforeTheClose() {
        PushSocket push = push(LONG);
        String endpoint = push.bind("tcp://127.0.0.1:*");
        PullSocket live = live(endpoint);
        RawPeer lost = RawPeer.connect(endpoint, 4096).handshake("PULL");
        fill(push, 2);
        lost.reset();
        awaitPeers(push, 1);
        long left = push.counters().queuedToSend();
        assertThat(left).isGreaterThan(MARK);

        closeWhileReceiving(push, live, left);
    }

    @Test
    void shouldPassOnWhatAPeerLeavesAfterTheClose() {
        PushSocket push = push(LONG);
        String endpoint = push.bind("tcp://127.0.0.1:*");
        PullSocket live = live(endpoint);
        RawPeer lost = RawPeer.connect(endpoint, 4096).handshake("PULL");
        fill(push, 2);
        long left = push.counters().queuedToSend();
        assertThat(left).isGreaterThan(MARK);

        Calls.Running<Void> closing = Calls.start(push::close).awaitWaiting();
        lost.reset();
        awaitPeers(push, 1);
        receiveAtLeast(live, left);

        assertThat(closing.result()).succeedsWithin(PATIENCE);
        assertNothingDropped(push);
    }

    @Test
    void shouldPassOnToAPeerItIsConnectedTo() {
        PushSocket push = push(LONG);
        PullSocket live = peers.pull(
                SocketOptions.builder().receiveHwm(1).receiveBufferBytes(4096).build());
        push.connect(live.bind("tcp://127.0.0.1:*"));
        RawPeer lost = RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 4096).handshake("PULL");
        fill(push, 2);
        lost.reset();
        awaitPeers(push, 1);
        long left = push.counters().queuedToSend();
        assertThat(left).isGreaterThan(MARK);

        closeWhileReceiving(push, live, left);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPassOnToAPeerOfThisProcess(boolean bound) {
        PushSocket push = push(LONG);
        PullSocket live = liveInProcess(push, bound);
        RawPeer lost = RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 4096).handshake("PULL");
        fill(push, 2);
        lost.reset();
        awaitPeers(push, 1);
        long left = push.counters().queuedToSend();
        assertThat(left).isGreaterThan(MARK);

        closeWhileReceiving(push, live, left);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCountWhatAPeerOfThisProcessDoesNotTakeWithinLinger(boolean bound) {
        PushSocket push = push(Duration.ofMillis(200));
        PullSocket live = liveInProcess(push, bound);
        RawPeer lost = RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 4096).handshake("PULL");
        fill(push, 2);
        lost.reset();
        awaitPeers(push, 1);
        long left = push.counters().queuedToSend();

        Calls.Running<Void> closing = Calls.start(push::close);

        assertThat(closing.result()).succeedsWithin(PATIENCE);
        long received = 0;
        while (live.tryReceive() != null) {
            received++;
        }
        assertThat(push.counters().dropped()).isPositive();
        assertThat(received + push.counters().dropped()).isEqualTo(left);
        assertThat(push.counters().queuedToSend()).isZero();
    }

    private PullSocket liveInProcess(PushSocket push, boolean bound) {
        PullSocket live = context.pull(SocketOptions.builder().receiveHwm(1).build());
        if (bound) {
            live.connect(push.bind("inproc://live"));
        } else {
            push.connect(live.bind("inproc://live"));
        }
        return live;
    }

    @Test
    void shouldDropAtOnceWhatNoPeerIsLeftFor() {
        PushSocket push = push(LONG);
        RawPeer lost = RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 4096).handshake("PULL");
        fill(push, 1);
        lost.reset();
        awaitPeers(push, 0);
        long left = push.counters().queuedToSend();

        Calls.Running<Void> closing = Calls.start(push::close);

        assertThat(closing.result()).succeedsWithin(PATIENCE);
        assertThat(left).isPositive();
        assertThat(push.counters().dropped()).isEqualTo(left);
        assertThat(push.counters().queuedToSend()).isZero();
    }

    @Test
    void shouldDropWhatIsLeftWhenLingerIsOver() {
        PushSocket push = push(Duration.ofMillis(200));
        String endpoint = push.bind("tcp://127.0.0.1:*");
        live(endpoint);
        RawPeer lost = RawPeer.connect(endpoint, 4096).handshake("PULL");
        fill(push, 2);
        lost.reset();
        awaitPeers(push, 1);
        long left = push.counters().queuedToSend();

        Calls.Running<Void> closing = Calls.start(push::close);

        assertThat(closing.result()).succeedsWithin(PATIENCE);
        assertThat(left).isGreaterThan(MARK);
        assertThat(push.counters().dropped()).isBetween(1L, left);
        assertThat(push.counters().queuedToSend()).isZero();
    }

    private PushSocket push(Duration linger) {
        return context.push(SocketOptions.builder()
                .sendHwm(MARK)
                .sendBufferBytes(4096)
                .linger(linger)
                .build());
    }

    private PullSocket live(String endpoint) {
        PullSocket live = peers.pull(
                SocketOptions.builder().receiveHwm(1).receiveBufferBytes(4096).build());
        live.connect(endpoint);
        return live;
    }

    /** Sends until neither the queues nor the operating system take more. */
    private static void fill(PushSocket push, int count) {
        assertThat(push.awaitPeers(count, PATIENCE)).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            while (push.trySend(BODY)) {
                // Until it is full.
            }
            return push.counters().queuedToSend() > (count - 1) * MARK + MARK / 2;
        });
    }

    private static void awaitPeers(PushSocket push, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> push.counters().connections() == count);
    }

    private static void closeWhileReceiving(PushSocket push, PullSocket live, long left) {
        Calls.Running<Void> closing = Calls.start(push::close);
        Awaitility.await().atMost(PATIENCE).until(push::isClosed);
        receiveAtLeast(live, left);

        assertThat(closing.result()).succeedsWithin(PATIENCE);
        assertNothingDropped(push);
    }

    private static void receiveAtLeast(PullSocket live, long count) {
        for (long i = 0; i < count; i++) {
            assertThat(live.receive(PATIENCE))
                    .as("message " + i + " of " + count)
                    .isNotNull();
        }
        Calls.start(() -> {
            while (live.receive(PATIENCE) != null) {
                // What the operating system had before.
            }
        });
    }

    private static void assertNothingDropped(PushSocket push) {
        SocketCounters after = push.counters();
        assertThat(after.dropped()).isZero();
        assertThat(after.queuedToSend()).isZero();
    }
}
