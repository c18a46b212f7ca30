package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.health.ZmqHealthContributorAutoConfiguration;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.message.ZmqHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;

/** What an application that cannot start says to do, where names or places are those of somewhere else. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FailureHintsTest {

    @Test
    void shouldExplainASocketOfAnotherTypeThanIsInjected(CapturedOutput output) {
        assertFails(
                Injected.class,
                "--zmq.sockets.orders-in.type=pull",
                "--zmq.sockets.orders-in.bind=inproc://o",
                "--zmq.sockets.orders-out.type=push",
                "--zmq.sockets.orders-out.connect=inproc://o");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("required a PullSocket that is not configured: ")
                .contains("Of this type are [orders-in (PULL)], others are [orders-out (PUSH)].");
    }

    @ParameterizedTest
    @CsvSource({
        "zmq.a.connect, zmq.sockets.a.connect",
        "zmq.socket.a.connect, zmq.sockets.a.connect",
        "zmq.socket.a.options.linger, zmq.sockets.a.options.linger",
        "zmq.sockets.My.Sock.bind, zmq.sockets[My.Sock].bind",
        "zmq.listener.containers.prices.onPrice.auto-startup, zmq.listener.containers[prices.onPrice].auto-startup",
        "zmq.sockets.a.options.rcvhwm, zmq.sockets.a.options.receive-hwm",
        "zmq.sockets.a.rcvtimeo, zmq.sockets.a.options.receive-timeout",
        "zmq.defaults.options.sndtimeo, zmq.defaults.options.send-timeout",
        "zmq.sockets.a.options.heartbeat-ivl, zmq.sockets.a.options.heartbeat.interval",
        "zmq.sockets.a.identity, zmq.sockets.a.options.routing-id",
        "zmq.sockets.a.subscribe, zmq.sockets.a.topics",
        "zmq.sockets.a.endpoint, zmq.sockets.a.connect",
        "zmq.sockets.a.address, zmq.sockets.a.connect",
        "zmq.sockets.a.socket-type, zmq.sockets.a.type"
    })
    void shouldNameThePropertyThatIsMeant(String written, String meant, CapturedOutput output) {
        assertFails(Application.class, "--" + written + "=1");

        assertThat(output).contains("Write " + meant + " instead of ");
    }

    @Test
    void shouldSayThatThereIsNoSecurity(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.a.type=pull", "--zmq.sockets.a.options.curve-server=true");

        assertThat(output)
                .contains("Remove zmq.sockets.a.options.curve-server: there is no security mechanism but NULL");
    }

    @ParameterizedTest
    @CsvSource({
        "zmq.sockets.a.options.heartbeat, interval",
        "zmq.defaults.options.heartbeat, interval",
        "zmq.sockets.a.options.tcp-keepalive, interval",
        "zmq.sockets.a.options, backlog"
    })
    void shouldExplainAValueInPlaceOfAGroup(String group, String first, CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.a.type=pull", "--" + group + "=5s");

        assertThat(output).contains("ZeroMQ: " + group + " is '5s'").contains("for example " + group + "." + first);
    }

    @Test
    void shouldNameTheTypeOfTheAnnotation(CapturedOutput output) {
        assertFails(Inline.class);

        assertThat(output).contains("Set type of the annotation to one of [").doesNotContain("change zmq.sockets");
    }

    @Test
    void shouldNameThePropertyOfARequiredPeerThatIsNoSocket(CapturedOutput output) {
        assertFails(Healthy.class, "--zmq.health.require-peers=nosuch");

        assertThat(output)
                .contains("Invalid value 'nosuch' for configuration property 'zmq.health.require-peers'")
                .contains("there is no socket or requester of that name: known are []");
    }

    @Test
    void shouldRefuseADefaultSocketThatIsNone(CapturedOutput output) {
        assertFails(Application.class, "--zmq.template.default-socket=nosuch");

        assertThat(output)
                .contains("Invalid value 'nosuch' for configuration property 'zmq.template.default-socket'")
                .contains("there is no socket of that name: known are []");
    }

    @Test
    void shouldSayToRenameASocketOfTheNameOfAnotherBean(CapturedOutput output) {
        assertFails(Injected.class, "--zmq.sockets.runner.type=pull", "--zmq.sockets.runner.bind=inproc://o");

        assertThat(output).contains("there is a bean of that name already: rename the socket: ");
    }

    @Test
    void shouldRefuseTheHeaderOfATopicWhereThereIsNone(CapturedOutput output) {
        assertFails(Topical.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=inproc://in");

        assertThat(output)
                .contains("needs the header zmq_topic, which messages of socket 'in' of type PULL do not have");
    }

    @Test
    void shouldWarnOfASubscriberWithoutATopic(CapturedOutput output) {
        SpringApplication starting = new SpringApplication(Application.class);
        starting.setWebApplicationType(WebApplicationType.NONE);
        starting.run("--zmq.sockets.deaf.type=sub", "--zmq.sockets.deaf.connect=inproc://deaf")
                .close();

        assertThat(output.getAll().lines().filter(line -> line.contains("socket 'deaf' (SUB) has no topic")))
                .hasSize(1);
    }

    private static void assertFails(Class<?> application, String... arguments) {
        SpringApplication starting = new SpringApplication(application);
        starting.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> starting.run(arguments).close()).isInstanceOf(RuntimeException.class);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Application {}

    static class Injected extends Application {

        @Bean
        ApplicationRunner runner(@Qualifier("orders-out") PullSocket socket) {
            return arguments -> {};
        }
    }

    static class Inline extends Application {

        @ZmqListener(type = "push", connect = "inproc://inline")
        void on(String text) {}
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ZmqAutoConfiguration.class, ZmqHealthContributorAutoConfiguration.class})
    static class Healthy {}

    static class Topical extends Application {

        @ZmqListener("in")
        void on(String text, @Header(ZmqHeaders.TOPIC) String topic) {}
    }
}
