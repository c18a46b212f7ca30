package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.container;
import static io.zmqspring.annotation.ListenerApplication.counters;
import static io.zmqspring.annotation.ListenerApplication.send;
import static io.zmqspring.annotation.ListenerApplication.sendFrames;
import static io.zmqspring.annotation.ListenerApplication.take;
import static io.zmqspring.annotation.ListenerApplication.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.template.ZmqTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Header;

@Timeout(60)
class ZmqHandlerTest {

    @Test
    void shouldGiveEachMessageToTheMethodWithTheLongestTopic() {
        with("news pub bind inproc://news", "in sub connect inproc://news")
                .withPropertyValues("test.topic=EUR")
                .withUserConfiguration(Prices.class)
                .run(context -> {
                    PubSocket news = context.getBean("news", PubSocket.class);
                    assertThat(news.awaitSubscription("EUR", LIMIT)).isTrue();
                    assertThat(news.awaitSubscription("EURUSD", LIMIT)).isTrue();
                    assertThat(news.awaitSubscription("USD", LIMIT)).isTrue();
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);

                    template.publish("news", "EURUSD", "1");
                    template.publish("news", "EURGBP", "2");
                    template.publish("news", "USD", new Price("USD", 3));
                    template.publish("news", "GBP", "nobody subscribes to it");
                    template.publish("news", "USD", new Price("USD", 4));

                    BlockingQueue<Object> seen = context.getBean(Prices.class).seen;
                    assertThat(List.of(take(seen), take(seen), take(seen), take(seen)))
                            .containsExactly(
                                    "pair EURUSD 1", "euro EURGBP 2", new Price("USD", 3), new Price("USD", 4));
                    assertThat(container(context, "zmqHandlerTest.Prices.listener")
                                    .isRunning())
                            .isTrue();
                });
    }

    @Test
    void shouldReplyWithWhatTheChosenMethodReturns() {
        with("in rep bind inproc://in").withUserConfiguration(Commands.class).run(context -> {
            try (ReqSocket req = context.getBean(ZmqContext.class).req()) {
                req.connect("inproc://in");

                assertThat(ask(req, "upper", "a")).isEqualTo(ZmqMessage.ofStrings("A"));
                assertThat(ask(req, "size", "a", "b")).isEqualTo(ZmqMessage.ofStrings("3"));
                assertThat(ask(req, "anything")).isEqualTo(ZmqMessage.ofStrings("what is anything?"));
            }
        });
    }

    @Test
    void shouldCountAsFailedWhatNoMethodTakes() {
        with("in pull bind inproc://in", "out push connect inproc://in")
                .withUserConfiguration(WithoutDefault.class)
                .run(context -> {
                    send(context, "out", "b");
                    sendFrames(context, "out", "a", "1");

                    assertThat(take(context.getBean(WithoutDefault.class).seen)).isEqualTo(List.of("a", "1"));
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(counters(context, "strict"))
                                    .isEqualTo(new ListenerCounters(2, 1, 1, 0)));
                });
    }

    @Test
    void shouldRefuseWhatLeavesTheChoiceOpen() {
        assertRefused(WithoutHandlers.class, "has @ZmqListener and no method with @ZmqHandler");
        assertRefused(TwoDefaults.class, "more than one @ZmqHandler is the default");
        assertRefused(SameTopic.class, "more than one @ZmqHandler has topic 'a'");
        assertRefused(WithoutTopic.class, "has no topics and is not the default");
        assertRefused(Batches.class, "takes batches, which a @ZmqHandler cannot");
    }

    private static void assertRefused(Class<?> listeners, String reason) {
        ApplicationContextRunner runner = with("in pull bind inproc://in").withUserConfiguration(listeners);
        runner.run(context -> assertThat(context)
                .getFailure()
                .satisfies(failure -> assertThat(failure)
                        .hasStackTraceContaining(ZmqListenerDefinitionException.class.getName())
                        .hasStackTraceContaining(reason)));
    }

    private static ZmqMessage ask(ReqSocket req, String... frames) {
        req.send(ZmqMessage.ofStrings(frames));
        return req.receiveMessage(LIMIT);
    }

    record Price(String symbol, int cents) {}

    @ZmqListener("in")
    static class Prices {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqHandler(topics = "${test.topic}")
        void euro(String price, @Header(ZmqHeaders.TOPIC) String topic) {
            seen.add("euro " + topic + " " + price);
        }

        @ZmqHandler(topics = "EURUSD, EURCHF")
        void pair(@Header(ZmqHeaders.TOPIC) String topic, byte[] price) {
            seen.add("pair " + topic + " " + new String(price, StandardCharsets.UTF_8));
        }

        @ZmqHandler(topics = {"USD", "CAD"})
        void dollar(Price price) {
            seen.add(price);
        }
    }

    @ZmqListener("in")
    static class Commands {

        @ZmqHandler(topics = "upper")
        String upper(List<String> frames) {
            return frames.get(1).toUpperCase(Locale.ROOT);
        }

        @ZmqHandler(topics = "size")
        String size(ZmqMessage request) {
            return Integer.toString(request.frameCount());
        }

        @ZmqHandler(isDefault = true)
        String other(String text) {
            return "what is " + text + "?";
        }
    }

    @ZmqListener(id = "strict", value = "in")
    static class WithoutDefault {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqHandler(topics = "a")
        void a(List<String> frames) {
            seen.add(frames);
        }
    }

    @ZmqListener("in")
    static class WithoutHandlers {}

    @ZmqListener("in")
    static class TwoDefaults {

        @ZmqHandler(isDefault = true)
        void one(String text) {}

        @ZmqHandler(isDefault = true)
        void other(String text) {}
    }

    @ZmqListener("in")
    static class SameTopic {

        @ZmqHandler(topics = "a")
        void one(String text) {}

        @ZmqHandler(topics = "b,a")
        void other(String text) {}
    }

    @ZmqListener("in")
    static class WithoutTopic {

        @ZmqHandler
        void one(String text) {}
    }

    @ZmqListener(value = "in", batch = "true")
    static class Batches {

        @ZmqHandler(isDefault = true)
        void one(List<String> texts) {}
    }
}
