package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A proxy that is steered by calls, and by a control socket as libzmq's zmq_proxy_steerable. */
@Timeout(60)
class ProxyControlSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket frontend = context.pull();
    private final PushSocket backend = context.push();
    private final PushSocket push = context.push();
    private final PullSocket pull = context.pull();
    private ZmqProxy proxy;

    @BeforeEach
    void connect() {
        push.connect(frontend.bind("tcp://127.0.0.1:*"));
        pull.connect(backend.bind("inproc://steered"));
    }

    @AfterEach
    void close() {
        if (proxy != null) {
            proxy.close();
        }
        context.close();
    }

    private ZmqSocket startControlled(SocketType type, String endpoint) {
        ZmqSocket control = context.socket(type, SocketOptions.defaults());
        control.bind(endpoint);
        proxy = ZmqProxy.builder(frontend, backend).control(control).start();
        return control;
    }

    private void passes() {
        push.send("x".getBytes(UTF_8));
        assertThat(pull.receive(PATIENCE)).isEqualTo("x".getBytes(UTF_8));
    }

    private void passesNothing() {
        push.send("x".getBytes(UTF_8));
        Awaitility.await().atMost(PATIENCE).until(() -> frontend.counters().queuedToReceive() == 1);
        assertThat(pull.receive(SHORT)).isNull();
        assertThat(frontend.counters().queuedToReceive()).isOne();
    }

    private void awaitState(ZmqProxy.State state) {
        Awaitility.await().atMost(PATIENCE).until(() -> proxy.state() == state);
    }

    private static ZmqMessage ask(ZmqSocket socket, String command) {
        ((MultipartSender) socket).send(ZmqMessage.ofStrings(command));
        return ((MultipartReceiver) socket).receiveMessage(PATIENCE);
    }

    private static List<Long> numbers(ZmqMessage statistics) {
        return statistics.frames().stream()
                .map(frame ->
                        ByteBuffer.wrap(frame).order(ByteOrder.nativeOrder()).getLong())
                .toList();
    }

    @Test
    void shouldPauseResumeAndTerminate() {
        proxy = ZmqProxy.builder(frontend, backend).paused(true).build();
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.NEW);
        proxy.start();
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.PAUSED);
        passesNothing();
        proxy.resume();
        assertThat(pull.receive(PATIENCE)).isNotNull();
        passes();
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.RUNNING);
        proxy.pause();
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.PAUSED);
        passesNothing();
        assertThat(proxy.awaitEnd(Duration.ZERO)).isFalse();
        proxy.terminate();
        proxy.resume();
        assertThat(proxy.awaitEnd(Duration.ofSeconds(1))).isTrue();
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.TERMINATED);
        assertThat(proxy.failure()).isEmpty();
        assertThat(proxy.statistics().backendSent().messages()).isEqualTo(2);
        assertThat(frontend.receive(PATIENCE)).isNotNull();
        assertThat(frontend.isClosed() || backend.isClosed()).isFalse();
        proxy.pause();
    }

    @Test
    void shouldObeyARepAndAnswerEachCommand() {
        ZmqSocket control = startControlled(SocketType.REP, "tcp://127.0.0.1:*");
        ReqSocket req = context.req();
        req.connect(control.lastEndpoint().orElseThrow());
        for (int i = 0; i < 3; i++) {
            push.send(ZmqMessage.ofStrings("abc", "de"));
            pull.receiveMessage(PATIENCE);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> proxy.statistics().backendSent().messages() == 3);
        assertThat(numbers(ask(req, "STATISTICS"))).containsExactly(6L, 15L, 0L, 0L, 0L, 0L, 6L, 15L);
        ZmqMessage empty = ZmqMessage.of(new byte[0]);
        assertThat(ask(req, "PAUSE")).isEqualTo(empty);
        awaitState(ZmqProxy.State.PAUSED);
        passesNothing();
        assertThat(numbers(ask(req, "STATISTICS"))).startsWith(6L, 15L);
        assertThat(ask(req, "NONSENSE")).isEqualTo(empty);
        assertThat(proxy.statistics().unansweredCommands()).isOne();
        assertThat(ask(req, "RESUME")).isEqualTo(empty);
        assertThat(pull.receive(PATIENCE)).isNotNull();
        assertThat(ask(req, "TERMINATE")).isEqualTo(empty);
        assertThat(proxy.awaitEnd(PATIENCE)).isTrue();
        assertThat(proxy.failure()).isEmpty();
    }

    @Test
    void shouldObeyAPair() {
        startControlled(SocketType.PAIR, "inproc://control");
        PairSocket pair = context.pair();
        pair.connect("inproc://control");
        pair.send("PAUSE".getBytes(UTF_8));
        awaitState(ZmqProxy.State.PAUSED);
        passesNothing();
        assertThat(numbers(ask(pair, "STATISTICS"))).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        pair.send("RESUME".getBytes(UTF_8));
        assertThat(pull.receive(PATIENCE)).isNotNull();
        pair.send("TERMINATE".getBytes(UTF_8));
        assertThat(proxy.awaitEnd(PATIENCE)).isTrue();
        assertThat(pair.tryReceive()).isNull();
    }

    @Test
    void shouldObeyAPullAndCountWhatItCannotAnswer() {
        startControlled(SocketType.PULL, "inproc://control");
        PushSocket commands = context.push();
        commands.connect("inproc://control");
        for (String command : List.of("STATISTICS", "PAUSE", "pause", "RESUME", "PAUSE")) {
            commands.send(command.getBytes(UTF_8));
        }
        awaitState(ZmqProxy.State.PAUSED);
        Awaitility.await().atMost(PATIENCE).until(() -> proxy.statistics().unansweredCommands() == 2);
        passesNothing();
        commands.send("TERMINATE".getBytes(UTF_8));
        assertThat(proxy.awaitEnd(PATIENCE)).isTrue();
    }

    @Test
    void shouldObeyASub() {
        SubSocket control = context.sub();
        control.subscribe("");
        PubSocket commands = context.pub();
        control.connect(commands.bind("inproc://control"));
        proxy = ZmqProxy.builder(frontend, backend).control(control).start();
        assertThat(commands.awaitSubscription("", PATIENCE)).isTrue();
        commands.send("TERMINATE".getBytes(UTF_8));
        assertThat(proxy.awaitEnd(PATIENCE)).isTrue();
    }

    @Test
    void shouldPassMessagesBetweenManyCommands() {
        SocketOptions unlimited =
                SocketOptions.builder().sendHwm(0).receiveHwm(0).build();
        PullSocket control = context.pull(unlimited);
        PushSocket commands = context.push(unlimited);
        commands.connect(control.bind("inproc://control"));
        for (int i = 0; i < 300_000; i++) {
            commands.send("STATISTICS".getBytes(UTF_8));
        }
        push.send("x".getBytes(UTF_8));
        proxy = ZmqProxy.builder(frontend, backend).control(control).start();
        assertThat(pull.receive(PATIENCE)).isNotNull();
        assertThat(control.counters().queuedToReceive()).isPositive();
    }

    @Test
    void shouldOpenRestartableSocketsAndEndWhenOneIsStopped() {
        try (RestartableSocket in = RestartableSocket.of(
                        SocketDefinition.of("in", SocketType.PULL).withBind("inproc://in"), () -> context);
                RestartableSocket out = RestartableSocket.of(
                        SocketDefinition.of("out", SocketType.PUSH).withBind("inproc://out"), () -> context)) {
            proxy = ZmqProxy.builder(in, out).build();
            assertThat(in.state()).isEqualTo(SocketState.NEW);
            proxy.start();
            PushSocket sender = context.push();
            sender.connect("inproc://in");
            PullSocket receiver = context.pull();
            receiver.connect("inproc://out");
            sender.send("x".getBytes(UTF_8));
            assertThat(receiver.receive(PATIENCE)).isEqualTo("x".getBytes(UTF_8));
            out.stop();
            assertThat(proxy.awaitEnd(PATIENCE)).isTrue();
            assertThat(proxy.failure()).containsInstanceOf(ZmqClosedException.class);

            out.start();
            proxy = ZmqProxy.builder(in, out).start();
            sender.send("y".getBytes(UTF_8));
            assertThat(receiver.receive(PATIENCE)).isEqualTo("y".getBytes(UTF_8));
        }
    }
}
