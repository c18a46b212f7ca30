package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetricsAutoConfiguration;
import io.zmqspring.config.ContainerOverrides;
import io.zmqspring.config.SimpleZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.MessageOrdering;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Sockets that the annotation of a listener describes: when they open, and that they end with their listener. */
@Timeout(60)
class InlineSocketLifeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class))
            .withBean(Inline.class);

    @Test
    void shouldNotOpenTheSocketOfAListenerThatThePropertiesKeepFromStarting() {
        runner.withPropertyValues("zmq.listener.containers.inline.auto-startup=false")
                .run(context -> {
                    RestartableSocket socket =
                            context.getBean(ZmqSocketRegistry.class).getSocket("inline.socket");
                    assertThat(socket.state()).isEqualTo(SocketState.NEW);

                    context.getBean("inline", ZmqMessageListenerContainer.class).start();

                    assertThat(socket.state()).isEqualTo(SocketState.OPEN);
                });
    }

    @Test
    void shouldEndWithItsListenerAndLeaveNoMeter() {
        runner.withPropertyValues("zmq.metrics.handling-time=true").run(context -> {
            ZmqSocketRegistry sockets = context.getBean(ZmqSocketRegistry.class);
            ZmqListenerEndpointRegistry listeners = context.getBean(ZmqListenerEndpointRegistry.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(names(meters)).contains("zmq.listener.received", "zmq.listener.handling", "zmq.socket.received");
            RestartableSocket socket = sockets.getSocket("inline.socket");

            listeners.unregisterListenerContainer("inline");

            assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
            assertThat(sockets.contains("inline.socket")).isFalse();
            assertThat(context.containsBean("inline.socket")).isFalse();
            assertThat(context.containsBean("inline.socket.lifecycle")).isFalse();
            assertThat(names(meters)).noneMatch(name -> name.startsWith("zmq."));

            CompletableFuture<String> received = new CompletableFuture<>();
            SimpleZmqListenerEndpoint again = new SimpleZmqListenerEndpoint(
                    "inline", "inline.socket", message -> received.complete(message.string(0)));
            again.setSocketDefinition(
                    SocketDefinition.of("inline.socket", SocketType.PULL).withBind("inproc://inline"));
            listeners.registerListenerContainer(again, context.getBean(ZmqListenerContainerFactory.class));
            sockets.register(SocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://inline"));
            context.getBean(ZmqTemplate.class).send("out", "again");
            assertThat(received).succeedsWithin(LIMIT).isEqualTo("again");
        });
    }

    @Test
    void shouldStayWhileAnotherListenerUsesIt() {
        runner.run(context -> {
            ZmqSocketRegistry sockets = context.getBean(ZmqSocketRegistry.class);
            ZmqListenerEndpointRegistry listeners = context.getBean(ZmqListenerEndpointRegistry.class);
            listeners.registerListenerContainer(
                    new SimpleZmqListenerEndpoint("other", "inline.socket", message -> {}),
                    context.getBean(ZmqListenerContainerFactory.class));

            listeners.unregisterListenerContainer("inline");

            assertThat(sockets.getSocket("inline.socket").state()).isEqualTo(SocketState.OPEN);
            assertThat(listeners.getListenerContainer("other").isRunning()).isTrue();
        });
    }

    @Test
    void shouldNotStayBehindAListenerThatCannotBeMade() {
        runner.run(context -> {
            ZmqSocketRegistry sockets = context.getBean(ZmqSocketRegistry.class);
            SimpleZmqListenerEndpoint refused =
                    new SimpleZmqListenerEndpoint("refused", "refused.socket", message -> {});
            refused.setSocketDefinition(
                    SocketDefinition.of("refused.socket", SocketType.PULL).withBind("inproc://refused"));
            refused.setOverrides(ContainerOverrides.none()
                    .withOrdering(MessageOrdering.STRICT)
                    .withConcurrency(2));

            assertThatThrownBy(() -> context.getBean(ZmqListenerEndpointRegistry.class)
                            .registerListenerContainer(refused, context.getBean(ZmqListenerContainerFactory.class)))
                    .isInstanceOf(ZmqListenerDefinitionException.class);

            assertThat(sockets.contains("refused.socket")).isFalse();
            assertThat(context.containsBean("refused.socket")).isFalse();
        });
    }

    @Test
    void shouldKeepSocketsOfTheConfiguration() {
        runner.withPropertyValues("zmq.sockets.named.type=pull", "zmq.sockets.named.bind=inproc://named")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(ZmqSocketRegistry.class).unregister("named"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("socket 'named' has a bean definition"));
    }

    private static List<String> names(MeterRegistry meters) {
        return meters.getMeters().stream().map(meter -> meter.getId().getName()).toList();
    }

    static class Inline {

        @ZmqListener(id = "inline", type = "pull", bind = "inproc://inline")
        void on(String text) {}
    }
}
