package io.zmqspring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.converter.JsonPayloadConverter;
import io.zmqspring.support.converter.PayloadMessageConverter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The fluent client over a template. */
@Timeout(60)
class ZmqClientTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    private final ZmqClient client = ZmqClient.create(new ZmqTemplate(
            registry, new PayloadMessageConverter(List.of(new JsonPayloadConverter(JsonMapper.shared())))));

    @BeforeEach
    void defineSockets() {
        registry.register(SocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://line"));
        registry.register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://line"));
        registry.register(SocketDefinition.of("prices", SocketType.PUB).withBind("inproc://prices"));
        registry.register(SocketDefinition.of("router", SocketType.ROUTER).withBind("inproc://router"));
        registry.register(SocketDefinition.of("dealer", SocketType.DEALER).withConnect("inproc://router"));
        registry.register(SocketDefinition.of("full", SocketType.PUSH).withConnect("inproc://nobody"));
        registry.getSocket("in").start();
    }

    @AfterEach
    void closeAll() {
        registry.destroy();
        context.close();
    }

    @Test
    void shouldSendAndReceive() {
        client.to("out").body("hello").send();
        client.to("out").body(new Price("EURUSD", 110)).send();
        client.to("out").body(List.of(new Price("a", 1), new Price("b", 2))).send();

        assertThat(client.from("in").timeout(LIMIT).receive(String.class)).isEqualTo("hello");
        assertThat(client.from("in").timeout(LIMIT).receive(Price.class)).isEqualTo(new Price("EURUSD", 110));
        assertThat(client.from("in").timeout(LIMIT).receive(new ParameterizedTypeReference<List<Price>>() {}))
                .containsExactly(new Price("a", 1), new Price("b", 2));
        assertThat(client.from("in").receive(String.class)).isNull();
    }

    @Test
    void shouldPublishUnderATopicToAwaitedPeers() {
        SubSocket sub = context.sub();
        sub.subscribe("EUR");
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> sub.connect("inproc://prices"));

        client.to("prices")
                .awaitPeers(1)
                .topic("EURUSD")
                .body("1.1")
                .timeout(LIMIT)
                .send();

        assertThat(later).succeedsWithin(LIMIT);
        // The subscription may follow the peer; the first message that arrives is the whole message.
        ZmqMessage received = sub.receiveMessage(SHORT);
        while (received == null) {
            client.to("prices").topic("EURUSD").body("1.1").send();
            received = sub.receiveMessage(SHORT);
        }
        assertThat(received).isEqualTo(ZmqMessage.ofStrings("EURUSD", "1.1"));
    }

    @Test
    void shouldSendToARoutingIdAndWithHeaders() {
        io.zmqspring.core.DealerSocket peer = context.dealer(
                SocketOptions.builder().routingId(RoutingId.of("w1")).build());
        registry.getSocket("router").start();
        peer.connect("inproc://router");
        assertThat(registry.getSocket("router").awaitPeers(1, LIMIT)).isTrue();

        client.to("router").routingId(RoutingId.of("w1")).body("work").send();
        client.to("router").headers(Map.of("zmq_routingId", "w1")).body("more").send();

        assertThat(peer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("work"));
        assertThat(peer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("more"));
    }

    @Test
    void shouldRequestOverADealer() {
        RouterSocket router = registry.getRouter("router");
        CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 3; i++) {
                router.send(router.receiveMessage());
            }
        });

        assertThat(client.to("dealer").body("a").timeout(LIMIT).request(String.class))
                .isEqualTo("a");
        assertThat(client.to("dealer").body(new Price("b", 2)).requestAsync(Price.class))
                .succeedsWithin(LIMIT)
                .isEqualTo(new Price("b", 2));
        assertThat(client.to("dealer")
                        .body(List.of(new Price("c", 3)))
                        .requestAsync(new ParameterizedTypeReference<List<Price>>() {}))
                .succeedsWithin(LIMIT)
                .isEqualTo(List.of(new Price("c", 3)));
        assertThat(server).succeedsWithin(LIMIT);
    }

    @Test
    void shouldTellWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> client.to("out").send())
                .withMessage("a message for 'out' has no body: call body(…) first");
        assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(() ->
                        client.to("full").awaitPeers(2).timeout(SHORT).body("x").send())
                .withMessage("'full': fewer than 2 peers were connected within PT0.05S");
        assertThatIllegalStateException()
                .isThrownBy(() -> client.to("full").awaitPeers(1).body("x").sendAsync())
                .withMessageContaining("awaitPeers=1");
    }

    @Test
    void shouldTryAndGiveUpInTime() {
        while (client.to("full").body("x").trySend()) {
            // Fills the queue of the connection.
        }

        assertThat(client.to("full").body("x").timeout(SHORT).trySend()).isFalse();
        assertThatExceptionOfType(ZmqSendTimeoutException.class)
                .isThrownBy(() -> client.to("full").body("x").timeout(SHORT).send())
                .withMessageContaining("socket 'full': message not sent within PT0.05S");
    }

    record Price(String symbol, int cents) {}
}
