package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.ChannelSocket;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.GatherSocket;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ScatterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestartableSocketTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final Map<String, RestartableSocket> sockets = new HashMap<>();

    @AfterEach
    void closeAll() {
        sockets.values().forEach(RestartableSocket::close);
        context.close();
    }

    @Test
    void shouldOpenNothingUntilItIsStartedOrUsed() {
        RestartableSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");

        assertThat(socket.state()).isEqualTo(SocketState.NEW);
        assertThat(socket.lastEndpoint()).isEmpty();
        assertThat(socket.counters().received()).isZero();
        assertThat(socket.peers()).isEmpty();
        assertThat(socket.endpoints())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.state()).isEqualTo(EndpointStatus.State.STOPPED));
        assertThat(socket.state()).isEqualTo(SocketState.NEW);
    }

    @Test
    void shouldOpenAtItsFirstUse() {
        PullSocket socket = (PullSocket) register("in", SocketType.PULL, "tcp://127.0.0.1:*");

        assertThat(socket.tryReceive()).isNull();

        assertThat(socket.lastEndpoint()).get().asString().startsWith("tcp://127.0.0.1:");
        assertThat(sockets.get("in").state()).isEqualTo(SocketState.OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*"})
    void shouldListenOnTheSameAddressAfterARestart(String configured) {
        RestartableSocket socket = register("in", SocketType.PULL, configured);
        socket.start();
        String first = socket.lastEndpoint().orElseThrow();

        socket.stop();
        assertThat(socket.lastEndpoint()).contains(first);
        assertThat(portIsFree(first)).isTrue();
        socket.start();

        assertThat(socket.lastEndpoint()).contains(first);
        assertThat(socket.bindings()).containsExactly(first);
    }

    @Test
    void shouldTakeANewPortWhenTheRememberedOneIsTaken() {
        RestartableSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");
        socket.start();
        String first = socket.lastEndpoint().orElseThrow();
        socket.stop();
        try (PullSocket thief = context.pull()) {
            thief.bind(first);

            socket.start();
        }

        assertThat(socket.lastEndpoint()).isPresent().get().isNotEqualTo(first);
    }

    @Test
    void shouldFailAndLeaveNothingOpenWhenAnEndpointIsTaken() {
        try (PullSocket owner = context.pull()) {
            String taken = owner.bind("tcp://127.0.0.1:*");
            RestartableSocket socket =
                    register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://in-first", taken));

            assertThatExceptionOfType(ZmqSocketStartException.class)
                    .isThrownBy(socket::start)
                    .withMessage("socket 'in' cannot bind " + taken)
                    .withCauseInstanceOf(ZmqEndpointException.class);

            assertThat(socket.state()).isEqualTo(SocketState.FAILED);
            assertThat(socket.failure()).containsInstanceOf(ZmqSocketStartException.class);
            assertThat(socket.endpoints())
                    .extracting(EndpointStatus::lastError)
                    .allSatisfy(error -> assertThat(error).contains(taken));
            try (PullSocket other = context.pull()) {
                other.bind("inproc://in-first");
            }
        }
        RestartableSocket socket = sockets.get("in");
        socket.start();
        assertThat(socket.state()).isEqualTo(SocketState.OPEN);
        assertThat(socket.failure()).isEmpty();
    }

    @Test
    void shouldSayThatItIsStoppedWhenItIsUsedThen() {
        PushSocket socket = (PushSocket) register("out", SocketType.PUSH, "tcp://127.0.0.1:*");
        sockets.get("out").start();
        sockets.get("out").stop();

        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> socket.trySend(new byte[1]))
                .withMessage("socket 'out' is stopped: start it first");
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void shouldNeverOpenAgainOnceItIsClosed() {
        RestartableSocket socket = register("out", SocketType.PUSH, "tcp://127.0.0.1:*");
        socket.close();

        assertThat(socket.isClosed()).isTrue();
        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(socket::start)
                .withMessage("socket 'out' is closed");
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> socket.awaitOpen(Duration.ofSeconds(1)));
    }

    @Test
    void shouldCarryMessagesAfterBothEndsRestarted() {
        PullSocket in = (PullSocket) register("in", SocketType.PULL, "tcp://127.0.0.1:*");
        sockets.get("in").start();
        String endpoint = in.lastEndpoint().orElseThrow();
        PushSocket out = (PushSocket)
                register(SocketDefinition.of("out", SocketType.PUSH).withConnect(endpoint));

        out.send(bytes("one"));
        assertThat(in.receive(LIMIT)).isEqualTo(bytes("one"));
        for (String name : List.of("in", "out")) {
            sockets.get(name).stop();
        }
        for (String name : List.of("in", "out")) {
            sockets.get(name).start();
        }
        out.send(bytes("two"));

        assertThat(in.receive(LIMIT)).isEqualTo(bytes("two"));
        assertThat(in.counters().received()).isEqualTo(2);
        assertThat(out.counters().sent()).isEqualTo(2);
    }

    @Test
    void shouldKeepItsCountersWhileItIsStopped() {
        PushSocket out = (PushSocket) register("out", SocketType.PUSH, "inproc://kept");
        try (PullSocket in = context.pull()) {
            in.connect("inproc://kept");
            out.send(bytes("x"));
            assertThat(in.receive(LIMIT)).isNotNull();
        }
        sockets.get("out").stop();

        assertThat(out.counters().sent()).isEqualTo(1);
        assertThat(out.counters().connections()).isZero();
    }

    @Test
    void shouldReopenEndpointsAddedLaterAndNotThoseRemoved() {
        RestartableSocket socket = register("in", SocketType.PULL, "inproc://configured");
        String added = socket.bind("tcp://127.0.0.1:*");
        String removed = socket.bind("tcp://127.0.0.1:*");
        socket.unbind(removed);

        socket.stop();
        socket.start();

        assertThat(socket.endpoints())
                .extracting(EndpointStatus::endpoint)
                .containsExactlyInAnyOrder("inproc://configured", added);
    }

    @Test
    void shouldTellMonitorListenersOfEveryRun() {
        List<MonitorEvent> events = new CopyOnWriteArrayList<>();
        RestartableSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");
        socket.addMonitorListener(events::add);

        socket.start();
        String endpoint = socket.lastEndpoint().orElseThrow();
        socket.stop();
        socket.start();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(events)
                        .filteredOn(MonitorEvent.Listening.class::isInstance)
                        .containsExactly(new MonitorEvent.Listening(endpoint), new MonitorEvent.Listening(endpoint)));
    }

    @Test
    void shouldEndAWaitingReceiveWhenItIsStopped() throws Exception {
        PullSocket in = (PullSocket) register("in", SocketType.PULL, "inproc://waited");
        sockets.get("in").start();
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> {
            waiting.countDown();
            return in.receive();
        });
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        sockets.get("in").stop();

        assertThat(received)
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldTellWhoWaitsThatItIsOpen() {
        RestartableSocket socket = register("in", SocketType.PULL, "inproc://awaited");
        assertThat(socket.awaitOpen(Duration.ZERO)).isFalse();

        CompletableFuture<Boolean> open = CompletableFuture.supplyAsync(() -> socket.awaitOpen(LIMIT));
        socket.start();

        assertThat(open).succeedsWithin(LIMIT).isEqualTo(true);
    }

    @Test
    void shouldStopListeningUntilTheNextStartAndKeepWhatHadArrived() {
        RestartableSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");
        socket.start();
        String endpoint = socket.lastEndpoint().orElseThrow();
        try (PushSocket out = context.push()) {
            out.connect(endpoint);
            out.send(bytes("arrived"));
            await().atMost(LIMIT).until(() -> socket.counters().queuedToReceive() == 1);

            socket.stopListening();

            assertThat(socket.state()).isEqualTo(SocketState.OPEN);
            assertThat(socket.endpoints())
                    .extracting(EndpointStatus::state)
                    .doesNotContain(EndpointStatus.State.LISTENING);
            assertThat(((PullSocket) socket).tryReceive()).isEqualTo(bytes("arrived"));
            await().atMost(LIMIT).until(() -> out.peers().isEmpty());
            out.send(bytes("late"));

            socket.start();

            assertThat(socket.bindings()).containsExactly(endpoint);
            assertThat(((PullSocket) socket).receive(LIMIT)).isEqualTo(bytes("late"));
        }
    }

    @Test
    void shouldBeClosedWhenItsContextIs() {
        RestartableSocket socket = register("in", SocketType.PULL, "inproc://gone");
        socket.start();

        context.close();

        assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> socket.awaitOpen(LIMIT));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(socket::start);
    }

    @Test
    void shouldShowTheVerbsOfItsType() {
        assertThat(register("push", SocketType.PUSH, "inproc://a")).isInstanceOf(PushSocket.class);
        assertThat(register("pull", SocketType.PULL, "inproc://b")).isInstanceOf(PullSocket.class);
        assertThat(register("pair", SocketType.PAIR, "inproc://c")).isInstanceOf(PairSocket.class);
        assertThat(register("scatter", SocketType.SCATTER, "inproc://d")).isInstanceOf(ScatterSocket.class);
        assertThat(register("gather", SocketType.GATHER, "inproc://e")).isInstanceOf(GatherSocket.class);
        assertThat(register("channel", SocketType.CHANNEL, "inproc://f")).isInstanceOf(ChannelSocket.class);
        assertThat(register("req", SocketType.REQ, "inproc://i")).isInstanceOf(ReqSocket.class);
        assertThat(register("rep", SocketType.REP, "inproc://j")).isInstanceOf(RepSocket.class);
        assertThat(register("dealer", SocketType.DEALER, "inproc://g")).isInstanceOf(DealerSocket.class);
        assertThat(register("router", SocketType.ROUTER, "inproc://h")).isInstanceOf(RouterSocket.class);
        assertThat(register("pub", SocketType.PUB, "inproc://k")).isInstanceOf(PubSocket.class);
        assertThat(register("sub", SocketType.SUB, "inproc://l")).isInstanceOf(SubSocket.class);
        assertThat(register("xpub", SocketType.XPUB, "inproc://m")).isInstanceOf(XPubSocket.class);
        assertThat(register("xsub", SocketType.XSUB, "inproc://n")).isInstanceOf(XSubSocket.class);
        for (SocketType type : SocketType.values()) {
            assertThat(RestartableSocket.classOf(type))
                    .isEqualTo(sockets.get(type.name().toLowerCase(Locale.ROOT)).getClass());
        }
    }

    private RestartableSocket register(String name, SocketType type, String bind) {
        return register(SocketDefinition.of(name, type).withBind(bind));
    }

    private RestartableSocket register(SocketDefinition definition) {
        RestartableSocket socket = RestartableSocket.of(definition, () -> context);
        sockets.put(definition.name(), socket);
        return socket;
    }

    private boolean portIsFree(String endpoint) {
        try (PullSocket other = context.pull()) {
            other.bind(endpoint);
            return true;
        } catch (ZmqEndpointException taken) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
