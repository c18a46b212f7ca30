package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy with a full side, a full capture socket, and sockets that are closed under it. */
@Timeout(60)
class ProxyFaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final SocketOptions FEW = SocketOptions.builder()
            .sendHwm(5)
            .receiveHwm(5)
            .sendBufferBytes(8192)
            .receiveBufferBytes(8192)
            .build();

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket frontend = context.pull(FEW);
    private final PushSocket backend = context.push(FEW);
    private final PushSocket push = context.push();
    private ZmqProxy proxy;

    @BeforeEach
    void connect() {
        push.connect(frontend.bind("inproc://frontend"));
    }

    @AfterEach
    void close() {
        if (proxy != null) {
            proxy.close();
        }
        context.close();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static int number(byte[] body) {
        return ByteBuffer.wrap(body).getInt();
    }

    private void send(int first, int count) {
        for (int i = first; i < first + count; i++) {
            push.send(number(i));
        }
    }

    private static void expect(MessageReceiver receiver, int first, int count) {
        for (int i = first; i < first + count; i++) {
            byte[] body = receiver.receive(PATIENCE);
            assertThat(body).as("message %d", i).isNotNull();
            assertThat(number(body)).isEqualTo(i);
        }
    }

    @Test
    void shouldTakeNothingForASideWithoutRoomAndEndAtOnce() {
        proxy = ZmqProxy.builder(frontend, backend).start();
        send(0, 100);
        PullSocket pull = context.pull(FEW);
        pull.connect(backend.bind("inproc://backend"));
        expect(pull, 0, 100);
        pull.close();
        Awaitility.await().atMost(PATIENCE).until(() -> backend.peers().isEmpty());
        send(100, 100);
        Awaitility.await().atMost(PATIENCE).until(() -> frontend.counters().queuedToReceive() == 100);
        assertThat(proxy.statistics().backendSent().messages()).isEqualTo(100);

        proxy.terminate();
        assertThat(proxy.awaitEnd(SECOND)).isTrue();
        expect(frontend, 100, 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://full-"})
    void shouldPauseOnlyTheDirectionOfAFullSide(String where) {
        DealerSocket front = context.dealer(FEW);
        DealerSocket back = context.dealer(FEW);
        DealerSocket left = context.dealer(FEW);
        DealerSocket right = context.dealer(FEW);
        left.connect(front.bind(where.startsWith("inproc") ? where + "front" : where));
        right.connect(back.bind(where.startsWith("inproc") ? where + "back" : where));
        proxy = ZmqProxy.builder(front, back).start();
        byte[] large = new byte[50_000];
        int sent = 0;
        while (left.send(large, SHORT)) {
            sent++;
        }
        assertThat(sent).isGreaterThan(10);
        for (int i = 0; i < 1_000; i++) {
            right.send(number(i));
            expect(left, i, 1);
        }
        long received = proxy.statistics().frontendReceived().messages();
        assertThat(received).isLessThan(sent);
        for (int i = 0; i < sent; i++) {
            assertThat(right.receive(PATIENCE)).hasSize(50_000);
        }
        assertThat(left.send(large, PATIENCE)).isTrue();
        assertThat(right.receive(PATIENCE)).hasSize(50_000);
        while (left.send(large, SHORT)) {
            sent++;
        }
        proxy.terminate();
        assertThat(proxy.awaitEnd(SECOND)).isTrue();
        assertThat(front.counters().dropped() + back.counters().dropped()).isZero();
    }

    @Test
    void shouldLoseNothingWhenItEndsWhileMessagesFlow() {
        PullSocket pull = context.pull(FEW);
        pull.connect(backend.bind("tcp://127.0.0.1:*"));
        int count = 30_000;
        Calls.Running<Void> sending = Calls.start(() -> send(0, count));
        Calls.Running<Void> receiving = Calls.start(() -> expect(pull, 0, count));
        while (!receiving.result().isDone()) {
            ZmqProxy each = ZmqProxy.builder(frontend, backend).start();
            long wanted = 1 + backend.counters().sent() % 700;
            while (each.statistics().backendSent().messages() < wanted
                    && !receiving.result().isDone()) {
                Thread.onSpinWait();
            }
            each.terminate();
            assertThat(each.awaitEnd(PATIENCE)).isTrue();
            assertThat(each.statistics().backendSent())
                    .isEqualTo(each.statistics().frontendReceived());
        }
        assertThat(receiving.result()).succeedsWithin(PATIENCE);
        assertThat(sending.result()).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldNotBeHeldUpByAFullCaptureSocket() {
        PullSocket pull = context.pull();
        pull.connect(backend.bind("inproc://backend"));
        PushSocket capture = context.push(FEW);
        PullSocket captured = context.pull(FEW);
        captured.connect(capture.bind("inproc://capture"));
        proxy = ZmqProxy.builder(frontend, backend).capture(capture).start();
        for (int i = 0; i < 1_000; i++) {
            send(i, 1);
            expect(pull, i, 1);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> proxy.statistics().backendSent().messages() == 1_000);
        assertThat(proxy.statistics().notCaptured()).isEqualTo(990);
        expect(captured, 0, 10);
        send(1_000, 1);
        expect(pull, 1_000, 1);
        expect(captured, 1_000, 1);

        capture.close();
        send(1_001, 1);
        expect(pull, 1_001, 1);
        Awaitility.await().atMost(PATIENCE).until(() -> proxy.statistics().notCaptured() == 991);
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.RUNNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"frontend", "backend", "control", "context", "paused", "full"})
    void shouldEndWhenASocketIsClosed(String which) {
        PullSocket control = context.pull();
        proxy = ZmqProxy.builder(frontend, backend)
                .control(control)
                .paused(which.equals("paused"))
                .start();
        if (which.equals("full")) {
            send(0, 3);
            Awaitility.await().atMost(PATIENCE).until(() -> frontend.counters().queuedToReceive() == 3);
        }
        AutoCloseable closed = switch (which) {
            case "context" -> context;
            case "backend" -> backend;
            case "control" -> control;
            default -> frontend;
        };
        Calls.Running<Void> closing = Calls.start(closed::close);
        assertThat(proxy.awaitEnd(SECOND)).isTrue();
        assertThat(proxy.failure()).containsInstanceOf(ZmqClosedException.class);
        assertThat(proxy.failure().orElseThrow()).hasMessageContaining("closed");
        assertThat(closing.result()).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldEndWhenItsThreadIsInterrupted() {
        proxy = ZmqProxy.builder(frontend, backend).build();
        Calls.Running<Void> running = Calls.start(proxy::run).awaitWaiting();
        running.thread().interrupt();
        assertThat(running.result())
                .failsWithin(SECOND)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqInterruptedException.class);
        assertThat(running.interrupted()).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.TERMINATED);
        assertThat(proxy.failure()).containsInstanceOf(ZmqInterruptedException.class);
    }

    @Test
    void shouldNotUseTheProcessorWhilePausedOrFull() {
        proxy = ZmqProxy.builder(frontend, backend).build();
        Calls.Running<Void> running = Calls.start(proxy::run);
        send(0, 10);
        restsFor(running.thread());
        PullSocket pull = context.pull();
        pull.connect(backend.bind("tcp://127.0.0.1:*"));
        expect(pull, 0, 10);
        proxy.pause();
        send(10, 10);
        restsFor(running.thread());
        proxy.resume();
        expect(pull, 10, 10);
        restsFor(running.thread());
    }

    private static void restsFor(Thread thread) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(thread.getId());
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(threads.getThreadCpuTime(thread.getId()) - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void shouldLeaveNoGarbageForEachMessage() {
        DealerSocket workers = context.dealer();
        var router = context.router();
        var clients = context.dealer();
        clients.connect(router.bind("inproc://router"));
        var echo = context.dealer();
        echo.connect(workers.bind("inproc://workers"));
        proxy = ZmqProxy.builder(router, workers).build();
        Calls.Running<Void> running = Calls.start(proxy::run);
        Calls.Running<Void> echoing = Calls.start(() -> {
            while (true) {
                echo.send(echo.receiveMessage());
            }
        });
        byte[] body = new byte[100];
        exchange(clients, body, 30_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(running.thread().getId());
        int count = 30_000;
        exchange(clients, body, count);
        long allocated = threads.getThreadAllocatedBytes(running.thread().getId()) - before;
        assertThat(allocated / (2.0 * count)).isLessThan(1);
        assertThat(echoing.result()).isNotDone();
    }

    private static void exchange(DealerSocket client, byte[] body, int count) {
        for (int i = 0; i < count; i++) {
            client.send(body);
            if (i >= 100) {
                assertThat(client.receive(PATIENCE)).hasSize(body.length);
            }
        }
        for (int i = 0; i < Math.min(100, count); i++) {
            assertThat(client.receive(PATIENCE)).hasSize(body.length);
        }
    }
}
