package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.PullSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
}
