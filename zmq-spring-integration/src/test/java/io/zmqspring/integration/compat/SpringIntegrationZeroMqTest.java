package io.zmqspring.integration.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.channel.ZmqChannel;
import io.zmqspring.integration.dsl.Zmq;
import io.zmqspring.integration.dsl.ZmqChannelSpec;
import io.zmqspring.integration.inbound.ZmqMessageProducer;
import io.zmqspring.integration.outbound.ZmqMessageHandler;
import io.zmqspring.integration.proxy.ProxyType;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.integration.mapping.ConvertingBytesMessageMapper;
import org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper;
import org.springframework.integration.zeromq.ZeroMqHeaders;
import org.springframework.integration.zeromq.ZeroMqProxy;
import org.springframework.integration.zeromq.channel.ZeroMqChannel;
import org.springframework.integration.zeromq.dsl.ZeroMq;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.zeromq.ZContext;

/** An application on spring-integration-zeromq 7.0.5 and JeroMQ beside one on this module, over tcp. */
@Timeout(120)
class SpringIntegrationZeroMqTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration DELAY = Duration.ofMillis(10);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final AnnotationConfigApplicationContext theirs = new AnnotationConfigApplicationContext(Theirs.class);
    private final AnnotationConfigApplicationContext ours = new AnnotationConfigApplicationContext(Ours.class);
    private final ZContext jeromq = theirs.getBean(ZContext.class);
    private final ZmqContext zmq = ours.getBean(ZmqContext.class);
    private final QueueChannel received = new QueueChannel();
    private final List<PatientRelay> relays = new ArrayList<>();

    @BeforeEach
    void requireTheVersionOfThePage() {
        assertThat(ZeroMqChannel.class.getPackage().getImplementationVersion()).isEqualTo("7.0.5");
    }

    @AfterEach
    void close() throws IOException {
        theirs.close();
        ours.close();
        for (PatientRelay relay : relays) {
            relay.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReceiveWhatTheirHandlerPublishes(boolean wrapTopic) throws IOException {
        register(
                ours,
                IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq, SocketType.SUB)
                                .id("in")
                                .bind(ANY_PORT)
                                .topics("EUR")
                                .unwrapTopic(wrapTopic))
                        .channel(received)
                        .get());
        String endpoint = relayed(ours.getBean("in", ZmqMessageProducer.class).getBoundEndpoint());
        MessageChannel publish = register(
                theirs,
                flow -> flow.handle(ZeroMq.outboundChannelAdapter(jeromq, endpoint, org.zeromq.SocketType.PUB)
                        .topicFunction(message -> message.getHeaders().get("topic", String.class))
                        .wrapTopic(wrapTopic)));

        Message<?> message = sendUntilReceived(
                publish,
                MessageBuilder.withPayload("1.1").setHeader("topic", "EURUSD").build());

        assertThat(message.getPayload()).isEqualTo("1.1".getBytes(UTF_8));
        assertThat(message.getHeaders())
                .containsEntry(ZmqHeaders.TOPIC, "EURUSD")
                .containsEntry(ZmqHeaders.FRAME_COUNT, wrapTopic ? 3 : 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPublishToTheirProducer(boolean wrapTopic) throws IOException {
        PubSocket pub = zmq.pub();
        String endpoint = relayed(pub.bind(ANY_PORT));
        MessageChannel publish = register(
                ours,
                flow -> flow.handle(Zmq.outboundChannelAdapter(pub)
                        .topicExpression("headers.topic")
                        .wrapTopic(wrapTopic)));
        register(
                theirs,
                IntegrationFlow.from(ZeroMq.inboundChannelAdapter(jeromq, org.zeromq.SocketType.SUB)
                                .connectUrl(endpoint)
                                .topics("EUR")
                                .unwrapTopic(wrapTopic)
                                .consumeDelay(DELAY))
                        .channel(received)
                        .get());
        assertThat(pub.awaitSubscription("EUR", LIMIT)).isTrue();

        publish.send(
                MessageBuilder.withPayload("1.1").setHeader("topic", "EURUSD").build());

        Message<?> message = next();
        assertThat(message.getPayload()).isEqualTo("1.1".getBytes(UTF_8));
        assertThat(message.getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "EURUSD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PULL", "PAIR"})
    void shouldReceiveWhatTheirHandlerSends(SocketType type) throws IOException {
        register(
                ours,
                IntegrationFlow.from(
                                Zmq.inboundChannelAdapter(zmq, type).id("in").bind(ANY_PORT))
                        .channel(received)
                        .get());
        String endpoint = relayed(ours.getBean("in", ZmqMessageProducer.class).getBoundEndpoint());
        org.zeromq.SocketType sending =
                type == SocketType.PULL ? org.zeromq.SocketType.PUSH : org.zeromq.SocketType.PAIR;
        MessageChannel send =
                register(theirs, flow -> flow.handle(ZeroMq.outboundChannelAdapter(jeromq, endpoint, sending)));

        send.send(new GenericMessage<>("work"));

        assertThat(next().getPayload()).isEqualTo("work".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUSH", "PAIR"})
    void shouldSendToTheirProducer(SocketType type) throws IOException {
        MessageChannel send = register(
                ours,
                flow -> flow.handle(
                        Zmq.outboundChannelAdapter(zmq, type).id("out").bind(ANY_PORT)));
        String endpoint = relayed(ours.getBean("out", ZmqMessageHandler.class).getBoundEndpoint());
        org.zeromq.SocketType receiving =
                type == SocketType.PUSH ? org.zeromq.SocketType.PULL : org.zeromq.SocketType.PAIR;
        register(
                theirs,
                IntegrationFlow.from(ZeroMq.inboundChannelAdapter(jeromq, receiving)
                                .connectUrl(endpoint)
                                .consumeDelay(DELAY))
                        .channel(received)
                        .get());

        send.send(new GenericMessage<>("work"));

        assertThat(next().getPayload()).isEqualTo("work".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShareTheirChannelThroughOurProxy(boolean pubSub) throws IOException {
        ZmqProxyEndpoint proxy = Zmq.proxy(zmq, pubSub ? ProxyType.SUB_PUB : ProxyType.PULL_PUSH)
                .id("bus")
                .frontendBind(ANY_PORT)
                .backendBind(ANY_PORT)
                .getObject();
        ours.getBeanFactory().registerSingleton("bus", proxy);
        ours.getBeanFactory().initializeBean(proxy, "bus");
        proxy.start();
        String backend = relayed(proxy.getBackendEndpoint());
        String url = relayed(proxy.getFrontendEndpoint()) + backend.substring(backend.lastIndexOf(':'));

        shouldCarryMessagesBetweenChannels(pubSub, url);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShareTheirChannelThroughTheirProxy(boolean pubSub) {
        ZeroMqProxy proxy = new ZeroMqProxy(jeromq, pubSub ? ZeroMqProxy.Type.SUB_PUB : ZeroMqProxy.Type.PULL_PUSH);
        proxy.setBeanName("theirProxy");
        proxy.afterPropertiesSet();
        proxy.start();
        await().atMost(LIMIT).until(() -> proxy.isRunning() && proxy.getBackendPort() > 0);
        try {
            shouldCarryMessagesBetweenChannels(
                    pubSub, "tcp://127.0.0.1:" + proxy.getFrontendPort() + ":" + proxy.getBackendPort());
        } finally {
            proxy.stop();
        }
    }

    private void shouldCarryMessagesBetweenChannels(boolean pubSub, String url) {
        UUID id = UUID.randomUUID();
        ZmqChannelSpec<? extends ZmqChannel> spec = pubSub ? Zmq.publishSubscribeChannel(zmq) : Zmq.channel(zmq);
        ZmqChannel ourChannel = spec.id("ours")
                .connectUrl(url)
                .bytesMessageMapper(new EmbeddedHeadersJsonMessageMapper("*"))
                .getObject();
        ours.getBeanFactory().initializeBean(ourChannel, "ours");
        ourChannel.start();
        ZeroMqChannel theirChannel = new ZeroMqChannel(jeromq, pubSub);
        theirChannel.setConnectUrl(url);
        theirChannel.setConsumeDelay(DELAY);
        theirChannel.setMessageMapper(new EmbeddedHeadersJsonMessageMapper("*"));
        theirs.getBeanFactory().initializeBean(theirChannel, "theirs");
        try {
            Message<?> theirMessage = MessageBuilder.withPayload("of theirs")
                    .setHeader("key", id.toString())
                    .build();
            assertThat(carried(theirChannel, ourChannel, theirMessage).getHeaders())
                    .containsEntry("key", id.toString());
            Message<?> ourMessage = MessageBuilder.withPayload("of ours")
                    .setHeader("key", id.toString())
                    .build();
            assertThat(carried(ourChannel, theirChannel, ourMessage).getHeaders())
                    .containsEntry("key", id.toString());
        } finally {
            theirChannel.destroy();
            ourChannel.destroy();
        }
    }

    /** Sends until the other channel's subscriber has the message: publishers drop what comes before a subscription. */
    private Message<?> carried(MessageChannel from, SubscribableChannel to, Message<?> message) {
        QueueChannel arrived = new QueueChannel();
        to.subscribe(arrived::send);
        await().atMost(LIMIT).until(() -> {
            from.send(message, LIMIT.toMillis());
            return arrived.getQueueSize() > 0;
        });
        Message<?> first = arrived.receive(0);
        assertThat(first).isNotNull();
        assertThat(first.getPayload()).isEqualTo(message.getPayload());
        return first;
    }

    @Test
    void shouldGoOnBehindAMessageOfTheirsThatCannotBeMapped() throws IOException {
        register(
                ours,
                IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq)
                                .id("in")
                                .bind(ANY_PORT)
                                .bytesMessageMapper(new ConvertingBytesMessageMapper(new PoisonConverter())))
                        .channel(received)
                        .get());
        String endpoint = relayed(ours.getBean("in", ZmqMessageProducer.class).getBoundEndpoint());
        MessageChannel send = register(
                theirs,
                flow -> flow.handle(ZeroMq.outboundChannelAdapter(jeromq, endpoint, org.zeromq.SocketType.PUSH)));

        send.send(new GenericMessage<>("poison"));
        send.send(new GenericMessage<>("good"));

        assertThat(next().getPayload()).isEqualTo("good".getBytes(UTF_8));
    }

    private Message<?> sendUntilReceived(MessageChannel channel, Message<?> message) {
        await().atMost(LIMIT).until(() -> {
            channel.send(message);
            return received.getQueueSize() > 0;
        });
        return next();
    }

    private Message<?> next() {
        Message<?> message = received.receive(LIMIT.toMillis());
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }

    /** {@return where JeroMQ connects to, to reach an endpoint of ours} */
    private String relayed(@Nullable String endpoint) throws IOException {
        assertThat(endpoint).isNotNull();
        PatientRelay relay = new PatientRelay(endpoint);
        relays.add(relay);
        return "tcp://127.0.0.1:" + relay.port();
    }

    private static MessageChannel register(AnnotationConfigApplicationContext application, IntegrationFlow flow) {
        return application
                .getBean(IntegrationFlowContext.class)
                .registration(flow)
                .register()
                .getInputChannel();
    }

    /** Makes no message of one payload. */
    private static final class PoisonConverter extends ByteArrayMessageConverter {

        @Override
        protected Object convertToInternal(Object payload, MessageHeaders headers, Object conversionHint) {
            if (new String((byte[]) payload, UTF_8).equals("poison")) {
                throw new IllegalArgumentException("expected by this test");
            }
            return payload;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Theirs {

        @Bean
        ZContext jeromq() {
            return new ZContext();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Ours {

        @Bean
        ZmqContext zmq() {
            return ZmqContext.create();
        }
    }
}
