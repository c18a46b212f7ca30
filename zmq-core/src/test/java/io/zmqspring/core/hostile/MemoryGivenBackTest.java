package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The memory of peers and sockets that are gone is there for the next at once, also when messages were left in it: a
 * garbage collection may be hours away.
 */
@Timeout(120)
class MemoryGivenBackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MIB = 1 << 20;
    private static final byte[] BODY = new byte[60_000];
    private static final SocketOptions NO_LINGER =
            SocketOptions.builder().linger(Duration.ZERO).build();

    private final ZmqContext context =
            ZmqContext.create(ContextOptions.builder().maxDirectMemory(8 * MIB).build());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldHaveTheMemoryOfSocketsThatWereClosedWithMessagesUnread() {
        for (int i = 0; i < 40; i++) {
            try (PullSocket pull = context.pull(NO_LINGER);
                    RawPeer peer =
                            RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
                sendTwenty(peer);
                awaitQueued(pull, 4, i);
            }
        }
    }

    @Test
    void shouldHaveTheMemoryOfPeersThatRestAndGoOnWithThem() {
        List<PushSocket> senders = new ArrayList<>();
        try (PullSocket pull = context.pull(NO_LINGER)) {
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            for (int i = 0; i < 60; i++) {
                PushSocket push = context.push(NO_LINGER);
                senders.add(push);
                push.connect(endpoint);
                exchange(push, pull);
            }
            for (PushSocket push : senders) {
                exchange(push, pull);
                assertThat(push.counters().reconnects()).isZero();
            }
            assertThat(context.counters().internalErrors()).isZero();
        }
    }

    private static void exchange(PushSocket push, PullSocket pull) {
        assertThat(push.send(BODY, PATIENCE)).isTrue();
        assertThat(pull.receive(PATIENCE)).hasSize(BODY.length);
    }

    @Test
    void shouldHaveTheMemoryOfPeersThatLeftMessages() {
        try (PullSocket pull = context.pull(NO_LINGER)) {
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            for (int i = 0; i < 40; i++) {
                try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
                    sendTwenty(peer);
                }
                for (int k = 0; k < 20; k++) {
                    assertThat(pull.receive(PATIENCE))
                            .as("peer %d, message %d", i, k)
                            .hasSize(BODY.length);
                }
            }
        }
    }

    @Test
    void shouldHaveTheMemoryOfPeersWhoseNewestMessageIsKept() {
        SocketOptions conflate = SocketOptions.builder().conflate(true).build();
        try (PullSocket pull = context.pull(conflate)) {
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            for (int i = 0; i < 200; i++) {
                try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
                    sendTwenty(peer);
                    peer.send(frame(MORE, BODY));
                }
                long dropped = 19L * (i + 1);
                Awaitility.await("peer " + i)
                        .atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> pull.counters().dropped() == dropped);
                assertThat(pull.receive(PATIENCE)).as("peer %d", i).hasSize(BODY.length);
            }
        }
    }

    @Test
    void shouldHaveTheMemoryOfSocketsThatWereClosedWithMessagesUnsent() {
        for (int i = 0; i < 40; i++) {
            try (PushSocket push = context.push(NO_LINGER);
                    RawPeer slow = RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 1 << 12)
                            .handshake("PULL")) {
                assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
                while (push.counters().queuedToSend() < 12) {
                    assertThat(push.send(BODY, PATIENCE)).as("socket %d", i).isTrue();
                }
                assertThat(slow.readMessage()).hasSize(BODY.length);
            }
        }
    }

    @Test
    void shouldHaveTheMemoryOfPeersThatLeftWhileAFrameHandlerRan() {
        try (PullSocket pull = context.pull(NO_LINGER)) {
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            for (int i = 0; i < 3; i++) {
                leaveWhileAHandlerRuns(pull, endpoint);
            }
            try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
                sendThirtyFrames(peer);
                peer.send(frame(0, BODY));
                assertThat(pull.receiveMessage(PATIENCE)).isNotNull();
            }
        }
    }

    private void leaveWhileAHandlerRuns(PullSocket pull, String endpoint) {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        try (RawPeer first = RawPeer.connect(endpoint).handshake("PUSH")) {
            first.send(frame(0, new byte[1]));
            Calls.Running<Integer> handler = Calls.start(() -> pull.poll(
                    (body, more) -> {
                        handling.countDown();
                        await(mayReturn);
                    },
                    1,
                    PATIENCE));
            await(handling);
            try (RawPeer leaving = RawPeer.connect(endpoint).handshake("PUSH")) {
                sendThirtyFrames(leaving);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> context.counters().memoryBytes() > 3 * MIB);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().connections() == 1);
            mayReturn.countDown();
            assertThat(handler.result()).succeedsWithin(PATIENCE);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().connections() == 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sendThirtyFrames(RawPeer peer) {
        for (int i = 0; i < 30; i++) {
            peer.send(frame(MORE, BODY));
        }
    }

    private static void sendTwenty(RawPeer peer) {
        for (int i = 0; i < 20; i++) {
            peer.send(frame(0, BODY));
        }
    }

    private static void awaitQueued(PullSocket pull, long messages, int round) {
        Awaitility.await("socket " + round)
                .atMost(PATIENCE)
                .until(() -> pull.counters().queuedToReceive() >= messages);
    }
}
