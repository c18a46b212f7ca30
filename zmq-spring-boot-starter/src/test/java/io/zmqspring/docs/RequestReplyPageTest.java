package io.zmqspring.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.client.ImportZmqExchanges;
import io.zmqspring.client.ZmqExchange;
import io.zmqspring.core.RequestHandler;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.ZmqRemoteException;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.ParameterizedTypeReference;

/** The code of {@code request-reply.md}. */
@Timeout(60)
class RequestReplyPageTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Page page = Page.of("request-reply");

    @Test
    void shouldAskARequester() {
        page.application(0)
                .withPropertyValues("zmq.sockets.server.type=rep", "zmq.sockets.server.bind=tcp://*:5557")
                .withUserConfiguration(Server.class)
                .run(context -> {
                    ZmqClient client = context.getBean(ZmqClient.class);
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);

                    Price price = client.to("price-server")
                            .body("EUR")
                            .timeout(Duration.ofSeconds(1))
                            .request(Price.class);
                    Price same = template.sendAndReceive("price-server", "EUR", Price.class);
                    CompletableFuture<List<Price>> history = client.to("price-server")
                            .body("EUR/USD")
                            .requestAsync(new ParameterizedTypeReference<>() {});

                    assertThat(price).isEqualTo(new Price("EUR", 110));
                    assertThat(same).isEqualTo(price);
                    assertThat(history).succeedsWithin(LIMIT).isEqualTo(List.of(price));
                });
    }

    @Test
    void shouldReplyAtOnceAndLater() {
        page.application(1)
                .withPropertyValues(
                        "zmq.requesters.asking.connect=tcp://localhost:5557",
                        "zmq.requesters.asking-slowly.connect=tcp://localhost:5558")
                .withUserConfiguration(Replying.class)
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);

                    assertThat(template.sendAndReceive("asking", "EUR", Price.class))
                            .isEqualTo(new Price("EUR", 110));
                    assertThat(template.sendAndReceive("asking-slowly", "EUR", Price.class))
                            .isEqualTo(new Price("EUR", 110));
                });
    }

    @Test
    void shouldAnswerForAHandlerThatThrows() {
        page.application(2)
                .withPropertyValues(
                        "zmq.sockets.risky.type=rep",
                        "zmq.sockets.risky.bind=inproc://risky",
                        "zmq.requesters.asking.connect=inproc://risky")
                .withUserConfiguration(Risky.class)
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);

                    assertThatThrownBy(() -> template.sendAndReceive("asking", "XXX", Price.class))
                            .isInstanceOf(ZmqRemoteException.class)
                            .hasMessageContaining("no such symbol: XXX");
                    assertThat(template.sendAndReceive("asking", "XXX", String.class))
                            .isEqualTo("error: no such symbol: XXX");
                });
    }

    @Test
    void shouldAnswerForAResponderWhoseHandlerThrows() {
        page.application()
                .withPropertyValues("zmq.requesters.asking.connect=inproc://responder")
                .run(context -> {
                    ZmqContext zmq = context.getBean(ZmqContext.class);
                    RequestHandler handler = request -> {
                        throw new IllegalStateException("not today");
                    };
                    ZmqResponder responder = zmq.responder(handler.withFailureHandler((request, failure) ->
                            request.reply(failure.getMessage().getBytes(UTF_8))));
                    responder.bind("inproc://responder");

                    assertThat(context.getBean(ZmqTemplate.class).sendAndReceive("asking", "x", String.class))
                            .isEqualTo("not today");
                });
    }

    @Test
    void shouldTakeAnInterfaceForAClient() {
        page.application(0)
                .withPropertyValues(
                        "zmq.sockets.server.type=rep",
                        "zmq.sockets.server.bind=tcp://*:5557",
                        "zmq.sockets.prices-out.type=pub",
                        "zmq.sockets.prices-out.bind=inproc://prices")
                .withUserConfiguration(Server.class, Clients.class)
                .run(context -> {
                    Prices prices = context.getBean(Prices.class);

                    assertThat(prices.current("EUR")).isEqualTo(new Price("EUR", 110));
                    assertThat(prices.history("EUR/USD", LIMIT))
                            .succeedsWithin(LIMIT)
                            .isEqualTo(List.of(new Price("EUR", 110)));
                    var subscriber = context.getBean(ZmqTestPeers.class).of("prices-out");
                    prices.publish(new Price("EUR", 111));
                    assertThat(subscriber.receive(Price.class)).isEqualTo(new Price("EUR", 111));
                });
    }

    static class Server {

        @ZmqListener("server")
        Object on(String symbol) {
            return symbol.contains("/") ? List.of(new Price("EUR", 110)) : new Price(symbol, 110);
        }
    }

    static class Replying {

        private final Map<String, Price> prices = Map.of("EUR", new Price("EUR", 110));
        private final Executor executor = task -> new Thread(task).start();

        @ZmqListener("prices")
        Price current(String symbol) {
            return prices.get(symbol);
        }

        @ZmqListener("slow-prices")
        void later(String symbol, ZmqReplier replier) {
            executor.execute(() -> replier.reply(prices.get(symbol)));
        }
    }

    static class Risky {

        @ZmqListener("risky")
        Price risky(String symbol) {
            throw new IllegalArgumentException("no such symbol: " + symbol);
        }
    }

    @ImportZmqExchanges(Prices.class)
    static class Clients {}

    @ZmqExchange("price-server")
    interface Prices {

        Price current(String symbol);

        CompletableFuture<List<Price>> history(String pair, Duration timeout);

        @ZmqExchange(value = "prices-out", topic = "EUR")
        void publish(Price price);
    }
}
