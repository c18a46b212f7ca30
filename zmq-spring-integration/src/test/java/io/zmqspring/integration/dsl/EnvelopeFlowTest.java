package io.zmqspring.integration.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.MessageBuilder;

/** Topics and routing ids are headers in a flow. */
@Timeout(60)
class EnvelopeFlowTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Integration.class);
    private final ZmqContext zmq = ZmqContext.create();
    private final QueueChannel received = new QueueChannel();

    @AfterEach
    void close() {
        spring.close();
        zmq.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUB", "XSUB"})
    void shouldReceiveWhatItHasSubscribedToWithItsTopic(SocketType type) {
        PubSocket pub = zmq.pub();
        pub.bind("inproc://prices");
        register(IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq, type)
                        .connect("inproc://prices")
                        .topics("EUR", "USD")
                        .messageConverter(new StringMessageConverter(), String.class))
                .channel(received)
                .get());
        assertThat(pub.awaitSubscription("USD", LIMIT)).isTrue();

        pub.send(ZmqMessage.ofStrings("GBP", "1"));
        pub.send(ZmqMessage.ofStrings("USD", "2"));

        Message<?> message = next();
        assertThat(message.getPayload()).isEqualTo("2");
        assertThat(message.getHeaders())
                .containsEntry(ZmqHeaders.TOPIC, "USD")
                .containsEntry(ZmqHeaders.FRAME_COUNT, 2);
    }

    @Test
    void shouldReceiveEverythingWithoutTopics() {
        PubSocket pub = zmq.pub();
        pub.bind("inproc://prices");
        register(IntegrationFlow.from(
                        Zmq.inboundChannelAdapter(zmq, SocketType.SUB).connect("inproc://prices"))
                .channel(received)
                .get());
        assertThat(pub.awaitSubscription("anything", LIMIT)).isTrue();

        pub.send("anything".getBytes(UTF_8));

        assertThat(next().getPayload()).isEqualTo("anything".getBytes(UTF_8));
    }

    @Test
    void shouldPublishUnderTheTopicInTheHeader() {
        XPubSocket pub = zmq.xpub();
        pub.bind("inproc://prices");
        SubSocket sub = zmq.sub();
        sub.subscribe("EUR");
        sub.connect("inproc://prices");
        assertThat(pub.awaitSubscription("EUR", LIMIT)).isTrue();
        MessageChannel input = register(flow -> flow.handle(Zmq.outboundChannelAdapter(pub)));

        input.send(MessageBuilder.withPayload("1.1")
                .setHeader(ZmqHeaders.TOPIC, "EURUSD")
                .build());

        assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EURUSD", "1.1"));
    }

    @Test
    void shouldAnswerThePeersOfARouterThroughAFlow() {
        RouterSocket router = zmq.router();
        router.bind("inproc://server");
        register(IntegrationFlow.from(
                        Zmq.inboundChannelAdapter(router).messageConverter(new StringMessageConverter(), String.class))
                .transform(String.class, text -> text.toUpperCase(Locale.ROOT))
                .handle(Zmq.outboundChannelAdapter(router))
                .get());
        ReqSocket req = zmq.req();
        req.connect("inproc://server");
        DealerSocket dealer = zmq.dealer();
        dealer.connect("inproc://server");

        req.send("hello".getBytes(UTF_8));
        dealer.send("bare".getBytes(UTF_8));

        assertThat(req.receive(LIMIT)).isEqualTo("HELLO".getBytes(UTF_8));
        assertThat(dealer.receive(LIMIT)).isEqualTo("BARE".getBytes(UTF_8));
    }

    @Test
    void shouldSendToTheRoutingIdInTheHeader() {
        RouterSocket router =
                zmq.router(SocketOptions.builder().routerMandatory(true).build());
        router.bind("inproc://server");
        DealerSocket dealer = zmq.dealer(
                SocketOptions.builder().routingId(RoutingId.of("worker")).build());
        dealer.connect("inproc://server");
        assertThat(router.awaitPeers(1, LIMIT)).isTrue();
        MessageChannel input = register(flow -> flow.handle(Zmq.outboundChannelAdapter(router)));

        input.send(MessageBuilder.withPayload("task")
                .setHeader(ZmqHeaders.ROUTING_ID, RoutingId.of("worker"))
                .build());

        assertThat(dealer.receive(LIMIT)).isEqualTo("task".getBytes(UTF_8));
    }

    @Test
    void shouldRefuseTopicsOfASocketThatDoesNotSubscribe() {
        assertThatThrownBy(() -> register(IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq)
                                .connect("inproc://prices")
                                .topics("EUR"))
                        .channel(received)
                        .get()))
                .hasStackTraceContaining("topics are for SUB and XSUB sockets: type=PULL, topics=[EUR]");
    }

    private MessageChannel register(IntegrationFlow flow) {
        return spring.getBean(IntegrationFlowContext.class)
                .registration(flow)
                .register()
                .getInputChannel();
    }

    private Message<?> next() {
        Message<?> message = received.receive(LIMIT.toMillis());
        assertThat(message).isNotNull();
        return message;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Integration {}
}
