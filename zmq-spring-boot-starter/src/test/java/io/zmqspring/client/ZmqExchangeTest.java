package io.zmqspring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.client.found.FoundClient;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.support.ZmqReplyTimeoutException;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import reactor.core.publisher.Mono;

/** Clients that are interfaces. */
@Timeout(60)
class ZmqExchangeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class))
            .withUserConfiguration(Echo.class)
            .withPropertyValues(
                    "server=echo-client",
                    "zmq.sockets.echo.type=rep",
                    "zmq.sockets.echo.bind=inproc://echo",
                    "zmq.sockets.prices.type=pub",
                    "zmq.sockets.prices.bind=inproc://prices",
                    "zmq.sockets.workers.type=router",
                    "zmq.sockets.workers.bind=inproc://workers",
                    "zmq.requesters.echo-client.connect=inproc://echo",
                    "zmq.requesters.silent.connect=inproc://nobody");

    private final ApplicationContextRunner named = runner.withUserConfiguration(Named.class);

    @Test
    void shouldRequest() {
        named.run(context -> {
            Prices prices = context.getBean(Prices.class);

            assertThat(prices.text("hello")).isEqualTo("hello");
            assertThat(prices.price(new Price("a", 1))).isEqualTo(new Price("a", 1));
            assertThat(prices.list(List.of(new Price("a", 1), new Price("b", 2))))
                    .containsExactly(new Price("a", 1), new Price("b", 2));
            assertThat(prices.count(7)).isEqualTo(7);
            assertThat(prices.message("whole").getPayload()).isEqualTo("whole".getBytes());
            assertThat(prices.nothing()).isEmpty();
            assertThat(prices.later("x")).succeedsWithin(LIMIT).isEqualTo("x");
            assertThat(prices.listLater(List.of(new Price("c", 3))))
                    .succeedsWithin(LIMIT)
                    .isEqualTo(List.of(new Price("c", 3)));
            assertThat(prices.mono("y").block(LIMIT)).isEqualTo("y");
            assertThat(prices.twice("z")).isEqualTo("zz");
        });
    }

    @Test
    void shouldWaitForAReplyThatItIgnores() {
        named.run(context -> {
            context.getBean(Prices.class).run("done");

            assertThat(context.getBean("echo-client", NamedRequester.class)
                            .counters()
                            .answered())
                    .isEqualTo(1);
            assertThat(context.getBean(Prices.class).runLater("done")).succeedsWithin(LIMIT);
        });
    }

    @Test
    void shouldPublishAndSendToAPeer() {
        named.run(context -> {
            ZmqContext zmq = context.getBean(ZmqContext.class);
            SubSocket sub = zmq.sub();
            sub.subscribe("");
            sub.connect("inproc://prices");
            DealerSocket worker = zmq.dealer(
                    SocketOptions.builder().routingId(RoutingId.of("w1")).build());
            worker.connect("inproc://workers");
            context.getBean(ZmqTemplate.class).awaitPeers("workers", 1, LIMIT);
            assertThat(context.getBean("prices", io.zmqspring.core.PubSocket.class)
                            .awaitSubscription("", LIMIT))
                    .isTrue();

            context.getBean(Prices.class).publish("1.1");
            context.getBean(Prices.class).publishUnder("CHF", "2.2");
            context.getBean(Prices.class).work(RoutingId.of("w1"), "dig");

            assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "1.1"));
            assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("CHF", "2.2"));
            assertThat(worker.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("dig"));
        });
    }

    @Test
    void shouldGiveUpInTime() {
        named.run(context -> {
            Silent silent = context.getBean(Silent.class);
            assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                    .isThrownBy(() -> silent.ask("x"))
                    .satisfies(late -> assertThat(late.timeout()).isEqualTo(Duration.ofMillis(50)));
            assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                    .isThrownBy(() -> silent.ask("x", Duration.ofMillis(20)))
                    .satisfies(late -> assertThat(late.timeout()).isEqualTo(Duration.ofMillis(20)));
        });
    }

    @Test
    void shouldFindInterfacesInPackages() {
        runner.withUserConfiguration(Scanning.class).run(context -> {
            assertThat(context).hasSingleBean(FoundClient.class).doesNotHaveBean(Prices.class);
            assertThat(context.getBean(FoundClient.class).echo("found")).isEqualTo("found");
        });
    }

    @Test
    void shouldBeAnObject() {
        named.run(context -> {
            Prices prices = context.getBean(Prices.class);
            assertThat(prices).isEqualTo(prices).isNotEqualTo(context.getBean(Silent.class));
            assertThat(prices.hashCode()).isEqualTo(prices.hashCode());
            assertThat(prices).hasToString("client of " + Prices.class.getName());
        });
    }

    @Test
    void shouldWorkWithoutReactor() {
        named.withClassLoader(new FilteredClassLoader("reactor"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void shouldExplainWhatIsWrongWithAnInterface() {
        runner.run(context -> {
            ZmqExchangeProxyFactory factory = context.getBean(ZmqExchangeProxyFactory.class);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factory.createClient(Nowhere.class))
                    .withMessageContaining("does not say where to send");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factory.createClient(TwoPayloads.class))
                    .withMessageContaining("has two payloads, parameters 0 and 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factory.createClient(RawFuture.class))
                    .withMessageContaining("does not say of what its reply is");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factory.createClient(String.class))
                    .withMessage("a client is an interface: type=java.lang.String");
        });
    }

    static class Echo {

        @ZmqListener("echo")
        byte[] echo(byte[] request) {
            return request;
        }
    }

    @ImportZmqExchanges({Prices.class, Silent.class})
    static class Named {}

    @ImportZmqExchanges(basePackages = "io.zmqspring.client.found")
    static class Scanning {}

    @ZmqExchange("${server}")
    interface Prices {

        String text(String text);

        Price price(Price price);

        List<Price> list(List<Price> prices);

        int count(Integer count);

        Message<?> message(String text);

        byte[] nothing();

        CompletableFuture<String> later(String text);

        CompletableFuture<List<Price>> listLater(List<Price> prices);

        Mono<String> mono(String text);

        void run(String command);

        CompletableFuture<Void> runLater(String command);

        @ZmqExchange(value = "prices", topic = "EUR")
        void publish(String price);

        @ZmqExchange("prices")
        void publishUnder(@Header(ZmqHeaders.TOPIC) String topic, @Payload String price);

        @ZmqExchange("workers")
        void work(RoutingId worker, String task);

        default String twice(String text) {
            return text(text + text).toLowerCase(Locale.ROOT);
        }
    }

    @ZmqExchange(value = "silent", timeout = "50ms")
    interface Silent {

        String ask(String question);

        String ask(String question, Duration timeout);
    }

    interface Nowhere {

        void send(String text);
    }

    @ZmqExchange("echo-client")
    interface TwoPayloads {

        void send(String text, String other);
    }

    @ZmqExchange("echo-client")
    interface RawFuture {

        @SuppressWarnings("rawtypes")
        CompletableFuture send(String text);
    }

    record Price(String symbol, int cents) {}
}
