package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetricsAutoConfiguration;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Sockets that the annotation of a listener describes: when they open. */
@Timeout(60)
class InlineSocketLifeTest {

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

    static class Inline {

        @ZmqListener(id = "inline", type = "pull", bind = "inproc://inline")
        void on(String text) {}
    }
}
