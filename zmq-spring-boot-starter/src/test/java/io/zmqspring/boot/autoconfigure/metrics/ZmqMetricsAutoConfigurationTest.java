package io.zmqspring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
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
}
