package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Endpoints from elsewhere than the properties. */
@Timeout(60)
class ConnectionDetailsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues(
                    "zmq.sockets.out.type=push",
                    "zmq.sockets.out.connect=tcp://somewhere:5555, tcp://elsewhere:6666",
                    "zmq.sockets.in.type=pull",
                    "zmq.sockets.in.bind=tcp://*:5555, ipc:///tmp/zmq-test.sock, inproc://in, tcp://*:*",
                    "zmq.requesters.asking.connect=tcp://somewhere:5555");

    @Test
    void shouldConnectWhereABeanSays() {
        runner.withBean(
                        ZmqConnectionDetails.class,
                        () -> (name, configured) -> MappedPorts.map(configured, "container", Map.of(5555, 32768)::get))
                .withPropertyValues("zmq.sockets.in.auto-startup=false")
                .run(context -> {
                    assertThat(context.getBean("out", RestartableSocket.class)
                                    .definition()
                                    .connect())
                            .containsExactly("tcp://container:32768", "tcp://elsewhere:6666");
                    assertThat(context.getBean(NamedRequester.class)
                                    .definition()
                                    .connect())
                            .containsExactly("tcp://container:32768");
                    assertThat(context.getBean("in", RestartableSocket.class)
                                    .definition()
                                    .bind())
                            .contains("tcp://*:5555");
                });
    }

    @Test
    void shouldMeetWithinTheProcessByOneProperty() {
        runner.withPropertyValues("zmq.test.inproc=true")
                .withUserConfiguration(Inline.class)
                .run(context -> {
                    assertThat(context.getBean("in", RestartableSocket.class).bindings())
                            .containsExactly(
                                    "inproc://zmq-test/tcp/5555",
                                    "inproc://zmq-test/ipc//tmp/zmq-test.sock",
                                    "inproc://in",
                                    "inproc://zmq-test/free/in");
                    assertThat(context.getBean("out", RestartableSocket.class)
                                    .definition()
                                    .connect())
                            .containsExactly("inproc://zmq-test/tcp/5555", "inproc://zmq-test/tcp/6666");
                    assertThat(context.getBean(NamedRequester.class)
                                    .definition()
                                    .connect())
                            .containsExactly("inproc://zmq-test/tcp/5555");
                    assertThat(context.getBean(ZmqSocketRegistry.class).getSockets())
                            .extracting(RestartableSocket::bindings)
                            .contains(List.of("inproc://zmq-test/tcp/7777"));
                });
    }

    @Test
    void shouldKnowContainersAndComposeServices() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                ConnectionDetailsFactory.class,
                                SpringFactoriesLoader.FailureHandler.logging(LogFactory.getLog(getClass()))))
                .extracting(factory -> factory.getClass().getSimpleName())
                .contains("ZmqContainerConnectionDetailsFactory", "ZmqDockerComposeConnectionDetailsFactory");
    }

    static class Inline {

        @ZmqListener(type = "pull", bind = "tcp://127.0.0.1:7777")
        void on(String text) {}
    }
}
