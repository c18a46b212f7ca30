package io.zmqspring.annotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.SendTo;

/** Listeners that subscribe to topics: on SUB and XSUB, named or described inline. */
@Timeout(60)
class SubscriberListenerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.prices-out.type=pub", "zmq.sockets.prices-out.bind=inproc://prices");

    @ParameterizedTest
    @ValueSource(strings = {"sub", "xsub"})
    void shouldGivePayloadAndTopic(String type) {
        runner.withUserConfiguration(Prices.class)
                .withPropertyValues(
                        "zmq.sockets.prices-in.type=" + type,
                        "zmq.sockets.prices-in.connect=inproc://prices",
                        "zmq.sockets.prices-in.topics=EUR,USD")
                .run(context -> {
                    awaitSubscription(context.getBean(PubSocket.class), "EUR", "USD");
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);

                    template.publish("prices-out", "GBPUSD", new Price(1));
                    template.publish("prices-out", "EURUSD", new Price(2));
                    template.publish("prices-out", "USDJPY", new Price(3));

                    Prices listener = context.getBean(Prices.class);
                    assertThat(take(listener.seen)).isEqualTo(List.of("EURUSD", new Price(2)));
                    assertThat(take(listener.seen)).isEqualTo(List.of("USDJPY", new Price(3)));
                });
    }

    @Test
    void shouldTakeAMessageOfOneFrameAsTopicAndPayload() {
        runner.withUserConfiguration(Texts.class)
                .withPropertyValues("zmq.sockets.prices-in.type=sub", "zmq.sockets.prices-in.connect=inproc://prices")
                .run(context -> {
                    awaitSubscription(context.getBean(PubSocket.class), "anything");
                    context.getBean(PubSocket.class).send("EUR 1.1".getBytes(UTF_8));
                    context.getBean(PubSocket.class).send(ZmqMessage.ofStrings("EUR", "1.1", "2"));

                    Texts listener = context.getBean(Texts.class);
                    assertThat(take(listener.seen)).isEqualTo(List.of("EUR 1.1", "EUR 1.1"));
                    assertThat(take(listener.seen)).isEqualTo(List.of("EUR", "1.1", "2"));
                });
    }

    @Test
    void shouldSubscribeToTheTopicsOfTheAnnotationUntilItIsUnregistered() {
        runner.withUserConfiguration(OwnTopics.class)
                .withPropertyValues(
                        "test.topics=GBP, JPY",
                        "zmq.sockets.prices-in.type=sub",
                        "zmq.sockets.prices-in.connect=inproc://prices",
                        "zmq.sockets.prices-in.topics=CHF")
                .run(context -> {
                    PubSocket pub = context.getBean(PubSocket.class);
                    awaitSubscription(pub, "EUR", "USD", "GBP", "JPY", "NOK", "CHF");
                    await().atMost(LIMIT).until(() -> pub.topics() == 6);

                    context.getBean(ZmqListenerEndpointRegistry.class).unregisterListenerContainer("own-topics");

                    await().atMost(LIMIT).until(() -> pub.topics() == 1);
                });
    }

    @Test
    void shouldHaveASocketOfItsOwn() {
        runner.withUserConfiguration(Inline.class)
                .withPropertyValues("test.endpoint=inproc://prices", "test.nothing=")
                .run(context -> {
                    awaitSubscription(context.getBean(PubSocket.class), "EUR");
                    context.getBean(ZmqTemplate.class).publish("prices-out", "EUR", "1.1");

                    assertThat(take(context.getBean(Inline.class).seen)).isEqualTo("1.1");
                    assertThat(context.getBean(ZmqSocketRegistry.class)
                                    .getSocket("inline.socket")
                                    .type())
                            .isEqualTo(SocketType.SUB);
                    assertThat(context.getBean(ZmqSocketRegistry.class).getSocketNames())
                            .contains("named");
                });
    }

    @Test
    void shouldPublishResultsUnderTheTopicOfSendTo() {
        runner.withUserConfiguration(Republishing.class, Prices.class)
                .withPropertyValues(
                        "zmq.sockets.raw-in.type=pull",
                        "zmq.sockets.raw-in.bind=inproc://raw",
                        "zmq.sockets.raw-out.type=push",
                        "zmq.sockets.raw-out.connect=inproc://raw",
                        "zmq.sockets.prices-in.type=sub",
                        "zmq.sockets.prices-in.connect=inproc://prices")
                .run(context -> {
                    awaitSubscription(context.getBean(PubSocket.class), "EUR");
                    context.getBean(ZmqTemplate.class).send("raw-out", "7");

                    assertThat(take(context.getBean(Prices.class).seen)).isEqualTo(List.of("EUR/USD", new Price(7)));
                });
    }

    @Test
    void shouldGiveAllHeadersAndNoIdOrTimestamp() {
        runner.withUserConfiguration(AllHeaders.class)
                .withPropertyValues("zmq.sockets.prices-in.type=sub", "zmq.sockets.prices-in.connect=inproc://prices")
                .run(context -> {
                    awaitSubscription(context.getBean(PubSocket.class), "EUR");
                    context.getBean(ZmqTemplate.class).publish("prices-out", "EUR", "1.1");

                    assertThat(take(context.getBean(AllHeaders.class).seen))
                            .containsOnlyKeys(
                                    ZmqHeaders.TOPIC,
                                    ZmqHeaders.FRAME_COUNT,
                                    ZmqHeaders.RECEIVED_SOCKET,
                                    ZmqHeaders.SOCKET_TYPE,
                                    ZmqHeaders.LISTENER_ID,
                                    ZmqHeaders.PEER,
                                    ZmqHeaders.PEER_ADDRESS)
                            .containsEntry(ZmqHeaders.TOPIC, "EUR")
                            .containsEntry(ZmqHeaders.FRAME_COUNT, 2)
                            .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "prices-in")
                            .containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.SUB)
                            .containsEntry(ZmqHeaders.LISTENER_ID, "all-headers")
                            .containsEntry(ZmqHeaders.PEER_ADDRESS, "inproc://prices");
                });
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        runner.withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=inproc://in")
                .withUserConfiguration(TopicsOfAPull.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("has topics [EUR], but socket 'in' of type PULL does not subscribe"));
        runner.withUserConfiguration(NoEndpoint.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("needs an endpoint to bind or to connect for its SUB socket"));
        runner.withUserConfiguration(NoType.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("has endpoints and no type: bind=[inproc://x], connect=[]"));
        runner.withUserConfiguration(WrongType.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("type is 'subscriber', wanted is one of [PAIR, PUSH, PULL"));
        runner.withUserConfiguration(TakenName.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining(
                                "cannot have a socket of its own: socket 'prices-out' is registered already"));
    }

    private static void awaitSubscription(TopicPublisher publisher, String... topics) {
        for (String topic : topics) {
            assertThat(publisher.awaitSubscription(topic, LIMIT)).as(topic).isTrue();
        }
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).as("something within " + LIMIT).isNotNull();
        return taken;
    }

    record Price(int cents) {}

    static class Prices {

        final BlockingQueue<List<Object>> seen = new LinkedBlockingQueue<>();

        @ZmqListener("prices-in")
        void on(Message<Price> price, @Header(ZmqHeaders.TOPIC) String topic) {
            seen.add(List.of(topic, price.getPayload()));
        }
    }

    static class Texts {

        final BlockingQueue<List<String>> seen = new LinkedBlockingQueue<>();

        @ZmqListener("prices-in")
        void on(List<String> frames, @Header(ZmqHeaders.TOPIC) byte[] topic, Message<?> message) {
            seen.add(
                    message.getPayload() instanceof byte[] one
                            ? List.of(new String(topic, UTF_8), new String(one, UTF_8))
                            : frames);
        }
    }

    static class OwnTopics {

        @ZmqListener(
                id = "own-topics",
                socket = "prices-in",
                topics = {"EUR,USD", "${test.topics}", "#{{'NOK'}}"})
        void on(String price) {}
    }

    static class Inline {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener(
                id = "inline",
                type = "sub",
                connect = {"${test.endpoint}", "${test.nothing}"},
                topics = "EUR")
        void on(String price) {
            seen.add(price);
        }

        @ZmqListener(socket = "named", type = "PULL", bind = "inproc://named")
        void onNamed(String text) {}
    }

    static class Republishing {

        @ZmqListener("raw-in")
        @SendTo("prices-out/EUR/USD")
        Price on(String cents) {
            return new Price(Integer.parseInt(cents));
        }
    }

    static class AllHeaders {

        final BlockingQueue<Map<String, Object>> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "all-headers", socket = "prices-in")
        void on(@Headers Map<String, Object> headers, MessageHeaders same) {
            assertThat(same.getId()).isNull();
            seen.add(Map.copyOf(headers));
        }
    }

    static class TopicsOfAPull {

        @ZmqListener(socket = "in", topics = "EUR")
        void on(String text) {}
    }

    static class NoEndpoint {

        @ZmqListener(type = "sub", topics = "EUR")
        void on(String text) {}
    }

    static class NoType {

        @ZmqListener(bind = "inproc://x")
        void on(String text) {}
    }

    static class WrongType {

        @ZmqListener(type = "subscriber", bind = "inproc://x")
        void on(String text) {}
    }

    static class TakenName {

        @ZmqListener(socket = "prices-out", type = "pull", bind = "inproc://x")
        void on(String text) {}
    }
}
