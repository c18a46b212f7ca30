package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To which peer the next message goes, and of which peer it is taken (30/PIPELINE). */
@Timeout(60)
class PipelineTurnsSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NOBODY = "tcp://127.0.0.1:1";

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://share"})
    void shouldShareOutEvenlyInTurn(String where) {
        PushSocket push = context.push();
        List<PullSocket> pulls = new ArrayList<>();
        String endpoint = push.bind(where);
        for (int i = 0; i < 3; i++) {
            PullSocket pull = context.pull();
            pull.connect(endpoint);
            pulls.add(pull);
        }
        assertThat(push.awaitPeers(3, PATIENCE)).isTrue();
        for (int i = 0; i < 300; i++) {
            push.send(ascii(String.valueOf(i)));
        }
        Set<Integer> starts = new HashSet<>();
        for (PullSocket pull : pulls) {
            int first = Integer.parseInt(HealthyNeighbour.nextText(pull));
            assertThat(first).isBetween(0, 2);
            starts.add(first);
            for (int i = 1; i < 100; i++) {
                assertThat(HealthyNeighbour.nextText(pull)).isEqualTo(String.valueOf(first + 3 * i));
            }
            assertThat(pull.tryReceive()).isNull();
        }
        assertThat(starts).containsExactlyInAnyOrder(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://fair"})
    void shouldTakeFromEachPeerInTurn(String where) {
        PullSocket pull = context.pull();
        String endpoint = pull.bind(where);
        for (String name : List.of("a", "b", "c")) {
            PushSocket push = context.push();
            push.connect(endpoint);
            for (int i = 0; i < 100; i++) {
                push.send(ascii(name));
            }
        }
        Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 300);
        for (int round = 0; round < 100; round++) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                names.add(HealthyNeighbour.nextText(pull));
            }
            assertThat(names).as("round %d", round).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void shouldGiveItsTurnToAPeerThatComesWhileAnotherIsHandled() {
        final int many = 100;
        final int few = 10;
        PullSocket pull = context.pull();
        String endpoint = pull.bind("inproc://turns");
        PushSocket first = context.push();
        PushSocket second = context.push();
        first.connect(endpoint);
        for (int i = 0; i < many; i++) {
            first.send(ascii("a"));
        }
        List<String> taken = new ArrayList<>();
        FrameHandler handler = (body, more) -> {
            taken.add(US_ASCII.decode(body).toString());
            if (taken.size() == few) {
                second.connect(endpoint);
                for (int i = 0; i < few; i++) {
                    second.send(ascii("b"));
                }
            }
        };

        while (taken.size() < many + few) {
            assertThat(pull.poll(handler, 2 * few, PATIENCE)).isPositive();
        }

        assertThat(taken.subList(0, 3 * few + 1)).filteredOn("b"::equals).hasSize(few);
    }

    @Test
    void shouldCountEndpointWithNobodyThereAsAPeer() {
        PushSocket push = context.push(none().build());
        PullSocket pull = context.pull();
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        push.connect(NOBODY);
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
        for (int i = 0; i < 10; i++) {
            push.send(ascii("x"));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(pull.receive(PATIENCE)).isNotNull();
        }
        assertThat(pull.receive(Duration.ofMillis(50))).isNull();
        assertThat(push.counters().queuedToSend()).isEqualTo(5);
    }

    @Test
    void shouldSendOnlyToCompletedConnectionsWhenImmediate() {
        PushSocket push = context.push(
                none().immediate(true).reconnectInterval(Duration.ofMillis(5)).build());
        EventRecorder events = EventRecorder.of(push);
        push.connect(NOBODY);
        assertThat(push.trySend(ascii("nobody"))).isFalse();
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            push.connect(listener.endpoint());
            RawPeer first = listener.accept();
            assertThat(push.trySend(ascii("not yet"))).isFalse();
            first.handshake("PULL");
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            for (int i = 0; i < 10; i++) {
                assertThat(push.trySend(ascii("now " + i))).isTrue();
                assertThat(text(first.readMessage())).isEqualTo("now " + i);
            }
            first.reset();
            events.await(Disconnected.class);
            Awaitility.await().atMost(PATIENCE).until(() -> !push.trySend(ascii("gone")));
            RawPeer second = listener.accept().handshake("PULL");
            push.send(ascii("again"));
            String got = text(second.readMessage());
            while (got.equals("gone")) {
                got = text(second.readMessage());
            }
            assertThat(got).isEqualTo("again");
        }
    }

    @Test
    void shouldSkipPeerThatDoesNotReadAndServeTheOthers() {
        PushSocket push = context.push(none().sendHwm(5).sendBufferBytes(4096).build());
        String endpoint = push.bind("tcp://127.0.0.1:*");
        try (RawPeer deaf = RawPeer.connect(endpoint, 4096).handshake("PULL")) {
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            byte[] large = new byte[60_000];
            while (push.send(large, Duration.ofMillis(200))) {
                assertThat(push.counters().sent()).isLessThan(1000);
            }
            assertThat(push.trySend(large)).isFalse();
            Calls.Running<Void> blocked =
                    Calls.start(() -> push.send(ascii("to whom?"))).awaitWaiting();
            PullSocket pull = context.pull();
            pull.connect(endpoint);

            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("to whom?");
            assertThat(blocked.result()).succeedsWithin(PATIENCE);
            for (int i = 0; i < 1000; i++) {
                push.send(ascii("message " + i));
                assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("message " + i);
            }
            assertThat(deaf.readFrame().body()).hasSize(60_000);
        }
    }

    private static SocketOptions.Builder none() {
        return SocketOptions.builder().linger(Duration.ZERO);
    }
}
