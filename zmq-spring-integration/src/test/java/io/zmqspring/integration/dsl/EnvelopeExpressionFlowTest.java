package io.zmqspring.integration.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.inbound.ZmqMessageProducer;
import io.zmqspring.integration.support.DefaultZmqHeaderMapper;
import java.time.Duration;
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
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** Topics and peers by expression, topics at run time, headers in a frame of their own. */
@Timeout(60)
class EnvelopeExpressionFlowTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Integration.class);
    private final ZmqContext zmq = ZmqContext.create();
    private final QueueChannel received = new QueueChannel();

    @AfterEach
    void close() {
        spring.close();
        zmq.close();
    }

    @Test
    void shouldPublishUnderTheTopicOfTheExpressionElseOfTheHeader() {
        XPubSocket pub = zmq.xpub();
        SubSocket sub = subscribed(pub);
        MessageChannel input =
                register(flow -> flow.handle(Zmq.outboundChannelAdapter(pub).topicExpression("headers['symbol']")));

        input.send(MessageBuilder.withPayload("1")
                .setHeader("symbol", "EUR")
                .setHeader(ZmqHeaders.TOPIC, "not this")
                .build());
        input.send(MessageBuilder.withPayload("2")
                .setHeader(ZmqHeaders.TOPIC, "USD")
                .build());
        input.send(new GenericMessage<>("3"));

        assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "1"));
        assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("USD", "2"));
        assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("3"));
    }

    @Test
    void shouldPublishUnderAFixedTopicAndWrapIt() {
        XPubSocket pub = zmq.xpub();
        SubSocket sub = subscribed(pub);
        MessageChannel fixed = register(
                flow -> flow.handle(Zmq.outboundChannelAdapter(pub).topic("EUR").wrapTopic(true)));
        MessageChannel function = register(
                flow -> flow.handle(Zmq.outboundChannelAdapter(pub).topicFunction(message -> new byte[] {'U'})));

        fixed.send(new GenericMessage<>("1"));
        function.send(new GenericMessage<>("2"));

        assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "", "1"));
        assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("U", "2"));
    }

    @Test
    void shouldSendToThePeerOfTheExpression() {
        RouterSocket router =
                zmq.router(SocketOptions.builder().routerMandatory(true).build());
        router.bind("inproc://router");
        DealerSocket worker =
                zmq.dealer(SocketOptions.builder().routingId(RoutingId.of("w1")).build());
        worker.connect("inproc://router");
        assertThat(router.awaitPeers(1, LIMIT)).isTrue();
        MessageChannel expression = register(
                flow -> flow.handle(Zmq.outboundChannelAdapter(router).routingIdExpression("'w' + headers.number")));
        MessageChannel function = register(flow ->
                flow.handle(Zmq.outboundChannelAdapter(router).routingIdFunction(message -> RoutingId.of("w1"))));

        expression.send(MessageBuilder.withPayload("1").setHeader("number", 1).build());
        function.send(new GenericMessage<>("2"));

        assertThat(worker.receive(LIMIT)).isEqualTo("1".getBytes(UTF_8));
        assertThat(worker.receive(LIMIT)).isEqualTo("2".getBytes(UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUB", "XSUB"})
    void shouldChangeTopicsAtRunTimeAndKeepThemOverARestart(SocketType type) {
        PubSocket pub = zmq.pub();
        pub.bind("inproc://prices");
        register(IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq, type)
                        .id("prices")
                        .connect("inproc://prices")
                        .topics("EUR", "GBP"))
                .channel(received)
                .get());
        ZmqMessageProducer prices = spring.getBean("prices", ZmqMessageProducer.class);
        assertThat(pub.awaitSubscription("GBP", LIMIT)).isTrue();

        prices.subscribeToTopics("USD");
        prices.unsubscribeFromTopics("EUR", "GBP", "never");
        assertThat(prices.getTopics()).containsExactly("USD");
        assertThat(pub.awaitSubscription("USD", LIMIT)).isTrue();
        await().atMost(LIMIT).until(() -> pub.topics() == 1);
        prices.stop();
        prices.subscribeToTopics("CHF");
        prices.start();
        assertThat(pub.awaitSubscription("CHF", LIMIT)).isTrue();
        pub.send(ZmqMessage.ofStrings("EUR", "1"));
        pub.send(ZmqMessage.ofStrings("CHF", "2"));

        Message<?> message = received.receive(LIMIT.toMillis());
        assertThat(message).isNotNull();
        assertThat(message.getHeaders()).containsEntry(ZmqHeaders.TOPIC, "CHF");
    }

    @Test
    void shouldSubscribeToAllWithoutTopicsUntilThatIsCancelled() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq, SocketType.SUB);
        producer.setConnect("inproc://prices");
        producer.setOutputChannel(received);
        producer.setBeanFactory(spring);
        producer.afterPropertiesSet();
        assertThat(producer.getTopics()).isEmpty();
        producer.start();

        assertThat(producer.getTopics()).containsExactly("");
        producer.unsubscribeFromTopics("");
        assertThat(producer.getTopics()).isEmpty();
        producer.destroy();
    }

    @Test
    void shouldCarryAllowedHeadersFromAdapterToAdapter() {
        DefaultZmqHeaderMapper headers = new DefaultZmqHeaderMapper();
        headers.setOutboundHeaderNames("x-*", "contentType");
        headers.setInboundHeaderNames("x-a", "contentType");
        register(IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq)
                        .bind("tcp://127.0.0.1:*")
                        .id("in")
                        .headerMapper(headers))
                .channel(received)
                .get());
        String endpoint = spring.getBean("in", ZmqMessageProducer.class).getBoundEndpoint();
        MessageChannel input = register(flow ->
                flow.handle(Zmq.outboundChannelAdapter(zmq).connect(endpoint).headerMapper(headers)));

        input.send(MessageBuilder.withPayload("text")
                .setHeader("x-a", 1)
                .setHeader("x-b", 2)
                .setHeader("y", 3)
                .build());

        Message<?> message = received.receive(LIMIT.toMillis());
        assertThat(message).isNotNull();
        assertThat(message.getPayload()).isEqualTo("text");
        assertThat(message.getHeaders())
                .containsEntry("x-a", "1")
                .doesNotContainKeys("x-b", "y")
                .hasEntrySatisfying(
                        ZmqHeaders.PEER,
                        peer -> assertThat(peer)
                                .isInstanceOfSatisfying(
                                        ZmqPeer.class,
                                        sender -> assertThat(sender.type()).isEqualTo(SocketType.PUSH)))
                .hasEntrySatisfying(
                        ZmqHeaders.PEER_ADDRESS,
                        address -> assertThat(address).asString().startsWith("tcp://"));
    }

    @Test
    void shouldRefuseEnvelopesThatTheTypeDoesNotHave() {
        assertThatThrownBy(() -> register(flow -> flow.handle(
                        Zmq.outboundChannelAdapter(zmq).connect("inproc://a").topic("EUR"))))
                .hasStackTraceContaining("a topic is for PUB and XPUB sockets: type=PUSH, topic=EUR, wrapTopic=false");
        assertThatThrownBy(() -> register(flow -> flow.handle(
                        Zmq.outboundChannelAdapter(zmq).connect("inproc://a").routingIdExpression("payload"))))
                .hasStackTraceContaining("a routing id is for ROUTER sockets: type=PUSH, routingId=payload");
        assertThatThrownBy(() -> new ZmqMessageProducer(zmq).subscribeToTopics("EUR"))
                .hasMessage("topics are for SUB and XSUB sockets: type=PULL, topics=[EUR]");
    }

    private SubSocket subscribed(XPubSocket pub) {
        pub.bind("inproc://prices");
        SubSocket sub = zmq.sub();
        sub.subscribe("");
        sub.connect("inproc://prices");
        assertThat(pub.awaitSubscription("", LIMIT)).isTrue();
        return sub;
    }

    private MessageChannel register(IntegrationFlow flow) {
        return spring.getBean(IntegrationFlowContext.class)
                .registration(flow)
                .register()
                .getInputChannel();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Integration {}
}
