package io.zmqspring.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.template.ZmqClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** The rest of the code of {@code testing.md}. */
@Timeout(60)
class PeersPageTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withBean(ZmqTestPeers.class);

    @Test
    void shouldBeTheOtherSideOfARequester() {
        runner.withPropertyValues("zmq.test.inproc=true", "zmq.requesters.price-server.connect=tcp://prices:5557")
                .run(context -> {
                    ZmqTestPeers peers = context.getBean(ZmqTestPeers.class);
                    ZmqClient client = context.getBean(ZmqClient.class);

                    ZmqTestPeer server = peers.of("price-server");
                    CompletableFuture<String> price =
                            client.to("price-server").body("EUR").requestAsync(String.class);
                    assertThat(server.receive(String.class)).isEqualTo("EUR");
                    server.send("1.1");
                    assertThat(price).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("1.1");
                });
    }

    @Test
    void shouldConnectElsewhere() {
        runner.withPropertyValues(
                        "zmq.sockets.orders-out.type=push", "zmq.sockets.orders-out.connect=tcp://orders.example:5555")
                .withUserConfiguration(Elsewhere.class)
                .run(context -> assertThat(context.getBean("orders-out", RestartableSocket.class)
                                .definition()
                                .connect())
                        .containsExactly("tcp://127.0.0.1:5999"));
    }

    static class Elsewhere {

        @Bean
        ZmqConnectionDetails elsewhere() {
            return (name, configured) -> name.equals("orders-out") ? List.of("tcp://127.0.0.1:5999") : configured;
        }
    }
}
