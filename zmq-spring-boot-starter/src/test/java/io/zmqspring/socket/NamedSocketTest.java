package io.zmqspring.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.EndpointException;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.SocketStartException;
import io.zmqspring.support.ZmqPhases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class NamedSocketTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);

    @AfterEach
    void closeAll() {
        registry.destroy();
        context.close();
    }

    @Test
    void shouldOpenNothingUntilItIsStartedOrUsed() {
        ZmqNamedSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");

        assertThat(socket.state()).isEqualTo(SocketState.NEW);
        assertThat(socket.isRunning()).isFalse();
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
        assertThat(registry.get("in").state()).isEqualTo(SocketState.OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*"})
    void shouldListenOnTheSameAddressAfterARestart(String configured) {
        ZmqNamedSocket socket = register("in", SocketType.PULL, configured);
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
    void shouldTakeANewPortWithAWarningWhenTheRememberedOneIsTaken(CapturedOutput output) {
        ZmqNamedSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");
        socket.start();
        String first = socket.lastEndpoint().orElseThrow();
        socket.stop();
        try (PullSocket thief = context.pull()) {
            thief.bind(first);

            socket.start();
        }

        assertThat(socket.lastEndpoint()).isPresent().get().isNotEqualTo(first);
        assertThat(output).contains("could not bind " + first + " again");
    }

    @Test
    void shouldFailAndLeaveNothingOpenWhenAnEndpointIsTaken() {
        try (PullSocket owner = context.pull()) {
            String taken = owner.bind("tcp://127.0.0.1:*");
            ZmqNamedSocket socket = registry.register(
                    ZmqSocketDefinition.of("in", SocketType.PULL).withBind("inproc://in-first", taken));

            assertThatExceptionOfType(SocketStartException.class)
                    .isThrownBy(socket::start)
                    .withMessage("socket 'in' cannot bind " + taken)
                    .withCauseInstanceOf(EndpointException.class);

            assertThat(socket.state()).isEqualTo(SocketState.FAILED);
            assertThat(socket.failure()).containsInstanceOf(SocketStartException.class);
            assertThat(socket.endpoints())
                    .extracting(EndpointStatus::lastError)
                    .allSatisfy(error -> assertThat(error).contains(taken));
            try (PullSocket other = context.pull()) {
                other.bind("inproc://in-first");
            }
        }
        ZmqNamedSocket socket = registry.get("in");
        socket.start();
        assertThat(socket.state()).isEqualTo(SocketState.OPEN);
        assertThat(socket.failure()).isEmpty();
    }

    @Test
    void shouldSayThatItIsStoppedWhenItIsUsedThen() {
        PushSocket socket = (PushSocket) register("out", SocketType.PUSH, "tcp://127.0.0.1:*");
        registry.get("out").start();
        registry.get("out").stop();

        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> socket.trySend(new byte[1]))
                .withMessage("socket 'out' is stopped: start it first");
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void shouldNeverOpenAgainOnceItIsClosed() {
        ZmqNamedSocket socket = register("out", SocketType.PUSH, "tcp://127.0.0.1:*");
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
        registry.get("in").start();
        String endpoint = in.lastEndpoint().orElseThrow();
        PushSocket out = (PushSocket)
                registry.register(ZmqSocketDefinition.of("out", SocketType.PUSH).withConnect(endpoint));

        out.send(bytes("one"));
        assertThat(in.receive(LIMIT)).isEqualTo(bytes("one"));
        for (String name : List.of("in", "out")) {
            registry.get(name).stop();
        }
        for (String name : List.of("in", "out")) {
            registry.get(name).start();
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
        registry.get("out").stop();

        assertThat(out.counters().sent()).isEqualTo(1);
        assertThat(out.counters().connections()).isZero();
    }

    @Test
    void shouldReopenEndpointsAddedLaterAndNotThoseRemoved() {
        ZmqNamedSocket socket = register("in", SocketType.PULL, "inproc://configured");
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
        ZmqNamedSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");
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
        registry.get("in").start();
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> {
            waiting.countDown();
            return in.receive();
        });
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        registry.get("in").stop();

        assertThat(received)
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldTellWhoWaitsThatItIsOpen() {
        ZmqNamedSocket socket = register("in", SocketType.PULL, "inproc://awaited");
        assertThat(socket.awaitOpen(Duration.ZERO)).isFalse();

        CompletableFuture<Boolean> open = CompletableFuture.supplyAsync(() -> socket.awaitOpen(LIMIT));
        socket.start();

        assertThat(open).succeedsWithin(LIMIT).isEqualTo(true);
    }

    @Test
    void shouldStartBindingSocketsBeforeConnectingOnesAndStopThemAfter() {
        ZmqNamedSocket binding = register("in", SocketType.PULL, "inproc://phase");
        ZmqNamedSocket connecting =
                registry.register(ZmqSocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://phase"));

        assertThat(binding.getPhase()).isEqualTo(ZmqPhases.BINDING_SOCKETS);
        assertThat(connecting.getPhase())
                .isEqualTo(ZmqPhases.CONNECTING_SOCKETS)
                .isGreaterThan(binding.getPhase())
                .isLessThan(0);
    }

    @Test
    void shouldRunTheCallbackOfAStopOnceItHasStopped() {
        ZmqNamedSocket socket = register("in", SocketType.PULL, "tcp://127.0.0.1:*");
        socket.start();
        CompletableFuture<SocketState> atCallback = new CompletableFuture<>();

        socket.stop(() -> atCallback.complete(socket.state()));

        assertThat(atCallback).succeedsWithin(LIMIT).isEqualTo(SocketState.STOPPED);
    }

    @Test
    void shouldShowTheVerbsOfItsType() {
        assertThat(register("push", SocketType.PUSH, "inproc://a")).isInstanceOf(PushSocket.class);
        assertThat(register("pull", SocketType.PULL, "inproc://b")).isInstanceOf(PullSocket.class);
        assertThat(register("pair", SocketType.PAIR, "inproc://c")).isInstanceOf(PairSocket.class);
        for (SocketType type : SocketType.values()) {
            assertThat(ZmqSocketRegistry.handleType(type))
                    .isEqualTo(
                            registry.get(type.name().toLowerCase(Locale.ROOT)).getClass());
        }
    }

    private ZmqNamedSocket register(String name, SocketType type, String bind) {
        return registry.register(ZmqSocketDefinition.of(name, type).withBind(bind));
    }

    private boolean portIsFree(String endpoint) {
        try (PullSocket other = context.pull()) {
            other.bind(endpoint);
            return true;
        } catch (EndpointException taken) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
