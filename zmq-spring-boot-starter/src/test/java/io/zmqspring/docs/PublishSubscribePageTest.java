package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqHandler;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.ZmqDropListener;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.Header;

/** The code of {@code publish-subscribe.md}. */
@Timeout(60)
class PublishSubscribePageTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    private final Page page = Page.of("publish-subscribe");

    PublishSubscribePageTest() {
        received.clear();
    }

    @Test
    void shouldPublishUnderTopics() {
        page.application(0).withUserConfiguration(Listener.class).run(context -> {
            ZmqClient client = context.getBean(ZmqClient.class);
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            PubSocket out = context.getBean(PubSocket.class);
            assertThat(out.awaitSubscription("EUR", LIMIT)).isTrue();
            assertThat(out.awaitSubscription("CHF", LIMIT)).isTrue();

            template.publish("prices-out", "EURUSD", new Price("EURUSD", 110));
            client.to("prices-out")
                    .topic("CHFUSD")
                    .body(new Price("CHFUSD", 120))
                    .send();

            assertThat(take()).isEqualTo("EURUSD 110");
            assertThat(take()).isEqualTo("CHFUSD 120");
        });
    }

    @Test
    void shouldChooseAMethodByTopic() {
        page.application()
                .withPropertyValues("zmq.sockets.news-in.type=sub", "zmq.sockets.news-in.bind=inproc://news")
                .withUserConfiguration(News.class)
                .run(context -> {
                    ZmqTestPeers peers = context.getBean(ZmqTestPeers.class);

                    peers.of("news-in").publish("sport.1", "football");
                    peers.of("news-in").publish("weather", "rain");

                    assertThat(take()).isEqualTo("sport: football");
                    assertThat(take()).isEqualTo("other: rain");
                });
    }

    @Test
    void shouldWaitForASubscriber() {
        page.application()
                .withPropertyValues("zmq.sockets.late-out.type=pub", "zmq.sockets.late-out.bind=inproc://late")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    SubSocket sub = context.getBean(ZmqContext.class).sub();
                    sub.subscribe("EUR");
                    sub.connect("inproc://late");

                    PubSocket pub = context.getBean("late-out", PubSocket.class);
                    assertThat(pub.awaitSubscription("EUR", Duration.ofSeconds(10)))
                            .isTrue();
                    template.publish("late-out", "EUR", "1.1");

                    assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "1.1"));
                });
    }

    @Test
    void shouldSeeWhatIsDropped() {
        page.application()
                .withPropertyValues("zmq.sockets.out.type=router", "zmq.sockets.out.bind=inproc://dropping")
                .withUserConfiguration(Dropping.class)
                .run(context -> {
                    context.getBean(ZmqTemplate.class).sendTo("out", RoutingId.of("nobody"), "text");

                    assertThat(take()).asString().startsWith("out dropped 1: ");
                });
    }

    @Test
    void shouldRunAProxy() {
        page.application(1).run(context -> {
            NamedProxy bus = context.getBean("bus", NamedProxy.class);

            assertThat(bus.isRunning()).isTrue();
        });
    }

    private static Object take() throws InterruptedException {
        Object taken = received.poll(10, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return taken;
    }

    static class Listener {

        @ZmqListener(
                value = "prices-in",
                topics = {"EUR", "CHF"})
        void on(Price price, @Header(ZmqHeaders.TOPIC) String topic) {
            received.add(topic + " " + price.cents());
        }
    }

    @ZmqListener("news-in")
    static class News {

        @ZmqHandler(topics = "sport.")
        void sport(String text) {
            received.add("sport: " + text);
        }

        @ZmqHandler(isDefault = true)
        void other(String text) {
            received.add("other: " + text);
        }
    }

    static class Dropping {

        @Bean
        ZmqDropListener drops() {
            return (socketName, dropped) ->
                    received.add(socketName + " dropped " + dropped.count() + ": " + dropped.reason());
        }
    }
}
