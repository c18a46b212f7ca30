package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** While one thread stops a restartable socket, which may take all of its linger, no other call waits for it. */
@Timeout(60)
class StopWithoutLockTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final byte[] BODY = {1};

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    static Stream<Named<Consumer<RestartableSocket>>> calls() {
        return Stream.of(
                Named.of("stop", RestartableSocket::stop),
                Named.of("close", RestartableSocket::close),
                Named.of("stopListening", RestartableSocket::stopListening),
                Named.of("bindings", RestartableSocket::bindings),
                Named.of("lastEndpoint", RestartableSocket::lastEndpoint),
                Named.of("endpoints", RestartableSocket::endpoints),
                Named.of("toString", RestartableSocket::toString),
                Named.of("addMonitorListener", socket -> socket.addMonitorListener(event -> {})),
                Named.of(
                        "start",
                        socket -> assertThatExceptionOfType(ZmqClosedException.class)
                                .isThrownBy(socket::start)
                                .withMessageContaining("frame handler")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldNotHoldUpTheFrameHandlerThatTheStopWaitsFor(Consumer<RestartableSocket> call) throws Exception {
        RestartableSocket socket =
                socket(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://handled"));
        socket.start();
        PushSocket push =
                context.push(SocketOptions.builder().linger(Duration.ZERO).build());
        push.connect("inproc://handled");
        push.send(BODY);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> called = new CompletableFuture<>();
        Calls.Running<Integer> handling = Calls.start(() -> ((PullSocket) socket)
                .poll(
                        (frame, more) -> {
                            entered.countDown();
                            await(release);
                            complete(called, () -> call.accept(socket));
                        },
                        1,
                        LIMIT));
        assertThat(entered.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Calls.Running<Void> stopping = Calls.start(socket::stop).awaitWaiting();

        release.countDown();

        assertThat(called).succeedsWithin(LIMIT);
        assertThat(handling.result()).succeedsWithin(LIMIT);
        assertThat(stopping.result()).succeedsWithin(LIMIT);
    }

    @Test
    void shouldNotHoldUpOtherCallsWhileItLingers() {
        RestartableSocket socket = lingering();
        Calls.Running<Void> stopping = Calls.start(socket::stop).awaitWaiting();
        PushSocket push = (PushSocket) socket;

        assertThat(socket.state()).isEqualTo(SocketState.STOPPED);
        assertRefused(() -> push.trySend(BODY));
        assertRefused(() -> push.send(BODY, MOMENT));
        assertRefused(() -> socket.awaitPeers(1, MOMENT));
        assertRefused(() -> socket.bind("inproc://other"));
        assertThat(Calls.start(() -> socket.awaitOpen(MOMENT)).result())
                .succeedsWithin(LIMIT)
                .isEqualTo(false);
        assertThat(Calls.start(socket::endpoints).result()).succeedsWithin(LIMIT);
        assertThat(Calls.start(socket::bindings).result()).succeedsWithin(LIMIT);
        assertThat(Calls.start(socket::toString).result()).succeedsWithin(LIMIT);
        assertThat(Calls.start(() -> socket.addMonitorListener(event -> {})).result())
                .succeedsWithin(LIMIT);
        assertThat(stopping.result()).isNotDone();

        takeWhatLingers();
        assertThat(stopping.result()).succeedsWithin(LIMIT);
        assertThat(socket.counters().sent()).isEqualTo(1);
        assertThat(socket.counters().dropped()).isZero();
    }

    @Test
    void shouldOpenAgainOnceTheStopIsOver() {
        RestartableSocket socket = lingering();
        Calls.Running<Void> stopping = Calls.start(socket::stop).awaitWaiting();
        Calls.Running<Void> starting = Calls.start(socket::start).awaitWaiting();
        assertThat(starting.result()).isNotDone();

        takeWhatLingers();

        assertThat(stopping.result()).succeedsWithin(LIMIT);
        assertThat(starting.result()).succeedsWithin(LIMIT);
        assertThat(socket.state()).isEqualTo(SocketState.OPEN);
        assertThat(socket.counters().sent()).isEqualTo(1);
        socket.close();
    }

    @Test
    void shouldBeClosedForGoodByACloseDuringAStop() {
        RestartableSocket socket = lingering();
        Calls.Running<Void> stopping = Calls.start(socket::stop).awaitWaiting();
        Calls.Running<Void> closing = Calls.start(socket::close).awaitWaiting();
        Calls.Running<Void> starting = Calls.start(socket::start);

        assertThat(starting.result())
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class);
        assertThat(closing.result()).isNotDone();
        takeWhatLingers();

        assertThat(stopping.result()).succeedsWithin(LIMIT);
        assertThat(closing.result()).succeedsWithin(LIMIT);
        assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
    }

    private RestartableSocket lingering() {
        RestartableSocket socket =
                socket(SocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://later"));
        socket.start();
        ((PushSocket) socket).send(BODY);
        return socket;
    }

    private void takeWhatLingers() {
        PullSocket pull = context.pull();
        pull.bind("inproc://later");
        assertThat(pull.receive(LIMIT)).isEqualTo(BODY);
    }

    private RestartableSocket socket(SocketDefinition definition) {
        SocketOptions patient =
                SocketOptions.builder().linger(Duration.ofSeconds(40)).build();
        return RestartableSocket.of(definition.withOptions(patient), () -> context);
    }

    private static void assertRefused(Calls.Action call) {
        assertThat(Calls.start(call).result())
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class)
                .withMessageContaining("stopped");
    }

    private static void complete(CompletableFuture<Void> result, Runnable call) {
        try {
            call.run();
            result.complete(null);
        } catch (Throwable failure) {
            result.completeExceptionally(failure);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
