package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/** The frames of spring-integration-zeromq: {@code [topic][][payload]} of a publisher, bare payloads otherwise. */
@Timeout(60)
class SiCompatTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.template.wire-format=si-compat", "zmq.listener.wire-format=si-compat");

    @Test
    void shouldPublishWithAnEmptyFrameBehindTheTopic() {
        publishing().run(context -> {
            SubSocket sub = subscriber(context.getBean(ZmqContext.class), context.getBean(PubSocket.class));
            ZmqTemplate template = context.getBean(ZmqTemplate.class);

            template.publish("out", "EUR", "text");
            template.publish("out", "EUR", new Price(1));
            template.convertAndSend("out", "text", Map.of(ZmqHeaders.TOPIC, "EUR"));
            context.getBean(ZmqClient.class).to("out").topic("EUR").body("text").send();

            assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "", "text"));
            assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "", "{\"cents\":1}"));
            assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "", "text"));
            assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "", "text"));
        });
    }

    @Test
    void shouldSendThePayloadAloneOverOtherSockets() {
        runner.withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.bind=inproc://push")
                .run(context -> {
                    PullSocket pull = context.getBean(ZmqContext.class).pull();
                    pull.connect("inproc://push");

                    context.getBean(ZmqTemplate.class).send("out", new Price(1));

                    assertThat(pull.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("{\"cents\":1}"));
                });
    }

    @Test
    void shouldTakeThePayloadWithAndWithoutTheEmptyFrame() {
        listening(Listener.class).run(context -> {
            PubSocket pub = publisher(context.getBean(ZmqContext.class));
            BlockingQueue<Object> received = context.getBean(Listener.class).received;

            pub.send(ZmqMessage.ofStrings("EUR", "", "{\"cents\":1}"));
            pub.send(ZmqMessage.ofStrings("EUR", "{\"cents\":2}"));

            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(List.of("EUR", new Price(1)));
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(List.of("EUR", new Price(2)));
        });
    }

    @Test
    void shouldTakeTheFramesOfThePayloadWithoutTheEmptyOne() {
        listening(FramesListener.class).run(context -> {
            PubSocket pub = publisher(context.getBean(ZmqContext.class));
            BlockingQueue<ZmqMessage> received = context.getBean(FramesListener.class).received;

            pub.send(ZmqMessage.ofStrings("EUR", "", "a", "b"));
            pub.send(ZmqMessage.ofStrings("EUR", "", ""));

            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(ZmqMessage.ofStrings("a", "b"));
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(ZmqMessage.ofStrings(""));
        });
    }

    @Test
    void shouldReceiveByCodeWhatIsPublished() {
        publishing()
                .withPropertyValues(
                        "zmq.sockets.in.type=sub", "zmq.sockets.in.connect=inproc://pub", "zmq.sockets.in.topics=EUR")
                .run(context -> {
                    assertThat(context.getBean(PubSocket.class).awaitSubscription("EUR", LIMIT))
                            .isTrue();
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);

                    template.publish("out", "EUR", new Price(1));

                    assertThat(template.receive("in", Price.class, LIMIT)).isEqualTo(new Price(1));
                });
    }

    private ApplicationContextRunner publishing() {
        return runner.withPropertyValues("zmq.sockets.out.type=pub", "zmq.sockets.out.bind=inproc://pub");
    }

    private ApplicationContextRunner listening(Class<?> listener) {
        return runner.withPropertyValues("zmq.sockets.in.type=sub", "zmq.sockets.in.connect=inproc://pub")
                .withUserConfiguration(listener);
    }

    private static SubSocket subscriber(ZmqContext zmq, PubSocket pub) {
        SubSocket sub = zmq.sub();
        sub.subscribe("EUR");
        sub.connect("inproc://pub");
        assertThat(pub.awaitSubscription("EUR", LIMIT)).isTrue();
        return sub;
    }

    private static PubSocket publisher(ZmqContext zmq) {
        PubSocket pub = zmq.pub();
        pub.bind("inproc://pub");
        assertThat(pub.awaitSubscription("EUR", LIMIT)).isTrue();
        return pub;
    }

    static class Listener {

        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        @ZmqListener(value = "in", topics = "EUR")
        void on(Price price, @Header(ZmqHeaders.TOPIC) String topic) {
            received.add(List.of(topic, price));
        }
    }

    static class FramesListener {

        final BlockingQueue<ZmqMessage> received = new LinkedBlockingQueue<>();

        @ZmqListener(value = "in", topics = "EUR")
        void on(@Payload ZmqMessage payload) {
            received.add(payload);
        }
    }

    record Price(int cents) {}
}
