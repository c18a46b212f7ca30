package io.zmqspring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqReplyTimeoutException;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZmqMetricsAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqMetricsAutoConfiguration.class))
            .withPropertyValues(
                    "zmq.sockets.in.type=pull",
                    "zmq.sockets.in.bind=inproc://measured",
                    "zmq.sockets.out.type=push",
                    "zmq.sockets.out.connect=inproc://measured");

    private final ApplicationContextRunner measured = runner.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class));

    @Test
    void shouldCountWhatSocketsCarry() {
        measured.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            context.getBean(PushSocket.class).send(new byte[1]);
            context.getBean(PushSocket.class).send(new byte[1]);
            context.getBean(PullSocket.class).receive(Duration.ofSeconds(10));

            assertThat(counter(meters, "sent", "out")).isEqualTo(2);
            assertThat(counter(meters, "received", "in")).isEqualTo(1);
            assertThat(counter(meters, "received", "out")).isZero();
            assertThat(counter(meters, "dropped", "in")).isZero();
            assertThat(counter(meters, "reconnects", "out")).isZero();
            assertThat(counter(meters, "handshake.failures", "in")).isZero();
            assertThat(counter(meters, "protocol.violations", "in")).isZero();
            assertThat(meters.get("zmq.socket.connections")
                            .tag("socket", "out")
                            .tag("type", "PUSH")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(queued(meters, "in", "receive")).isEqualTo(1);
        });
    }

    @Test
    void shouldGoOnCountingOverARestart() {
        measured.run(context -> {
            context.getBean(PushSocket.class).send(new byte[1]);
            RestartableSocket out = context.getBean("out", RestartableSocket.class);
            out.stop();
            out.start();
            context.getBean(PushSocket.class).send(new byte[1]);

            assertThat(counter(context.getBean(MeterRegistry.class), "sent", "out"))
                    .isEqualTo(2);
        });
    }

    @Test
    void shouldMeasureSocketsRegisteredLater() {
        measured.run(context -> {
            context.getBean(ZmqSocketRegistry.class).register(SocketDefinition.of("late", SocketType.PULL));

            assertThat(counter(context.getBean(MeterRegistry.class), "received", "late"))
                    .isZero();
        });
    }

    @Test
    void shouldCountRequestsByOutcome() {
        measured.withPropertyValues(
                        "zmq.requesters.asking.connect=inproc://nobody", "zmq.requesters.asking.timeout=20ms")
                .run(context -> {
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                            .isThrownBy(() ->
                                    context.getBean(ZmqTemplate.class).sendAndReceive("asking", "hello", String.class));

                    assertThat(requests(meters, "timed-out")).isEqualTo(1);
                    assertThat(requests(meters, "answered")).isZero();
                    assertThat(meters.get("zmq.requester.in.flight").gauge().value())
                            .isZero();
                    assertThat(counter(meters, "received", "asking")).isZero();
                });
    }

    @Test
    void shouldCountRequestsOverAReq() {
        measured.withPropertyValues(
                        "zmq.sockets.server.type=rep",
                        "zmq.sockets.server.bind=inproc://server",
                        "zmq.sockets.asking.type=req",
                        "zmq.sockets.asking.connect=inproc://server")
                .withUserConfiguration(Echo.class)
                .run(context -> {
                    context.getBean(ZmqTemplate.class).sendAndReceive("asking", "hello", String.class);

                    assertThat(requests(context.getBean(MeterRegistry.class), "answered"))
                            .isEqualTo(1);
                });
    }

    @Test
    void shouldCountWhatAProxyMoves() {
        measured.withPropertyValues(
                        "zmq.sockets.front.type=pull",
                        "zmq.sockets.front.bind=inproc://front",
                        "zmq.sockets.back.type=push",
                        "zmq.sockets.back.connect=inproc://measured",
                        "zmq.sockets.out.connect=inproc://front",
                        "zmq.proxies.line.frontend=front",
                        "zmq.proxies.line.backend=back")
                .run(context -> {
                    context.getBean(ZmqTemplate.class).send("out", "moved");
                    context.getBean(ZmqTemplate.class).receive("in", String.class, Duration.ofSeconds(10));

                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    await().untilAsserted(() -> assertThat(meters.get("zmq.proxy.messages")
                                    .tag("proxy", "line")
                                    .tag("from", "front")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(1));
                    assertThat(meters.get("zmq.proxy.refused").functionCounter().count())
                            .isZero();
                });
    }

    @Test
    void shouldCountPeersOfAnEndpointAndDropsByReason() {
        measured.withPropertyValues("zmq.sockets.out.options.linger=0").run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            RestartableSocket out = context.getBean("out", RestartableSocket.class);
            assertThat(out.awaitPeers(1, Duration.ofSeconds(10))).isTrue();
            assertThat(meters.get("zmq.socket.peers")
                            .tag("socket", "in")
                            .tag("endpoint", "inproc://measured")
                            .gauge()
                            .value())
                    .isEqualTo(1);

            DropMeters drops = new DropMeters(meters, Tags.of("socket", "tested"));
            for (int i = 0; i < 2 * DropMeters.MAX_REASONS; i++) {
                drops.onEvent(new MonitorEvent.MessagesDropped(
                        "inproc://x", 2, "reason " + "x".repeat(i) + " at 127.0.0.1:" + i));
            }
            assertThat(meters.get("zmq.socket.drops").tag("socket", "tested").counters())
                    .hasSize(DropMeters.MAX_REASONS + 1);
            assertThat(meters.get("zmq.socket.drops")
                            .tag("reason", "other")
                            .counter()
                            .count())
                    .isEqualTo(2.0 * DropMeters.MAX_REASONS);
            assertThat(meters.get("zmq.socket.drops")
                            .tag("reason", "reason  at N.N.N.N:N")
                            .counter()
                            .count())
                    .isEqualTo(2);
        });
    }

    @Test
    void shouldCountWhatListenersDo() {
        measured.withUserConfiguration(Listening.class).run(context -> {
            context.getBean(ZmqTemplate.class).send("out", "hello");

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            await().untilAsserted(() -> assertThat(meters.get("zmq.listener.handled")
                            .tag("listener", "lines")
                            .tag("socket", "in")
                            .functionCounter()
                            .count())
                    .isEqualTo(1));
            assertThat(meters.get("zmq.listener.received").functionCounter().count())
                    .isEqualTo(1);
            assertThat(meters.get("zmq.listener.failed").functionCounter().count())
                    .isZero();
            assertThat(meters.get("zmq.listener.pending").gauge().value()).isZero();
        });
    }

    @Test
    void shouldBackOffWithoutAMeterRegistry() {
        runner.run(context -> assertThat(context).doesNotHaveBean(ZmqMetrics.class));
    }

    @Test
    void shouldBackOffWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZmqMetricsAutoConfiguration.class));
    }

    @Test
    void shouldBackOffForMetersOfTheApplication() {
        measured.withBean(
                        "own",
                        ZmqMetrics.class,
                        () -> new ZmqMetrics(new ZmqSocketRegistry(() -> {
                            throw new IllegalStateException("no socket is opened");
                        })))
                .run(context ->
                        assertThat(context).hasSingleBean(ZmqMetrics.class).hasBean("own"));
    }

    @Test
    void shouldWorkWithoutBoot() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ZmqSocketRegistry sockets = new ZmqSocketRegistry(() -> {
            throw new IllegalStateException("no socket is opened");
        });
        sockets.register(SocketDefinition.of("in", SocketType.PULL));

        new ZmqMetrics(sockets).bindTo(meters);

        assertThat(counter(meters, "received", "in")).isZero();
    }

    private static double counter(MeterRegistry meters, String name, String socket) {
        return meters.get("zmq.socket." + name)
                .tag("socket", socket)
                .functionCounter()
                .count();
    }

    private static double queued(MeterRegistry meters, String socket, String direction) {
        return meters.get("zmq.socket.queued")
                .tag("socket", socket)
                .tag("direction", direction)
                .gauge()
                .value();
    }

    private static double requests(MeterRegistry meters, String outcome) {
        return meters.get("zmq.requester.requests")
                .tag("requester", "asking")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    static class Echo {

        @ZmqListener("server")
        String echo(String text) {
            return text;
        }
    }

    static class Listening {

        @ZmqListener(id = "lines", socket = "in")
        void on(String line) {}
    }
}
