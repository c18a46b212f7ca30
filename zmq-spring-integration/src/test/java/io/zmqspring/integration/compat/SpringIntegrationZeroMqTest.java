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
import java.time.Duration;
import java.util.UUID;
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
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.zeromq.ZContext;

/**
 * An application on spring-integration-zeromq 7.0.5 and JeroMQ beside one on this module, over tcp. Theirs binds: one
 * in ten connects of JeroMQ 0.6.0 sends nothing, ever, to libzmq (5 of 44) as to this engine.
 */
@Timeout(120)
class SpringIntegrationZeroMqTest {

    static {
        // As in an application. With them one of JeroMQ's own (SessionBase.pipeTerminated) ends its I/O thread now and
        // then, and the close of its context waits for that thread for ever.
        SpringIntegrationZeroMqTest.class.getClassLoader().setPackageAssertionStatus("zmq", false);
    }

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration DELAY = Duration.ofMillis(10);

    private final AnnotationConfigApplicationContext theirs = new AnnotationConfigApplicationContext(Theirs.class);
    private final AnnotationConfigApplicationContext ours = new AnnotationConfigApplicationContext(Ours.class);
    private final ZContext jeromq = theirs.getBean(ZContext.class);
    private final ZmqContext zmq = ours.getBean(ZmqContext.class);
    private final QueueChannel received = new QueueChannel();

    @BeforeEach
    void requireTheVersionOfThePage() {
        assertThat(ZeroMqChannel.class.getPackage().getImplementationVersion()).isEqualTo("7.0.5");
    }

    @AfterEach
    void close() throws InterruptedException {
        Thread closing = new Thread(theirs::close, "closing-theirs");
        // JeroMQ may wait without an end, and an interrupt does not end it.
        closing.setDaemon(true);
        closing.start();
        closing.join(LIMIT.toMillis());
        ours.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReceiveWhatTheirHandlerPublishes(boolean wrapTopic) {
        MessageChannel publish = register(
                theirs,
                flow -> flow.handle(ZeroMq.outboundChannelAdapter(jeromq, org.zeromq.SocketType.PUB)
                        .topicFunction(message -> message.getHeaders().get("topic", String.class))
                        .wrapTopic(wrapTopic)));
        register(
                ours,
                IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq, SocketType.SUB)
                                .connect(theirHandler())
                                .topics("EUR")
                                .unwrapTopic(wrapTopic))
                        .channel(received)
                        .get());

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
    void shouldPublishToTheirProducer(boolean wrapTopic) {
        PubSocket pub = zmq.pub();
        MessageChannel publish = register(
                ours,
                flow -> flow.handle(Zmq.outboundChannelAdapter(pub)
                        .topicExpression("headers.topic")
                        .wrapTopic(wrapTopic)));
        register(
                theirs,
                IntegrationFlow.from(ZeroMq.inboundChannelAdapter(jeromq, org.zeromq.SocketType.SUB)
                                .topics("EUR")
                                .unwrapTopic(wrapTopic)
                                .consumeDelay(DELAY))
                        .channel(received)
                        .get());
        pub.connect(theirProducer());
        assertThat(pub.awaitSubscription("EUR", LIMIT)).isTrue();

        publish.send(
                MessageBuilder.withPayload("1.1").setHeader("topic", "EURUSD").build());

        Message<?> message = next();
        assertThat(message.getPayload()).isEqualTo("1.1".getBytes(UTF_8));
        assertThat(message.getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "EURUSD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PULL", "PAIR"})
    void shouldReceiveWhatTheirHandlerSends(SocketType type) {
        org.zeromq.SocketType sending =
                type == SocketType.PULL ? org.zeromq.SocketType.PUSH : org.zeromq.SocketType.PAIR;
        MessageChannel send = register(theirs, flow -> flow.handle(ZeroMq.outboundChannelAdapter(jeromq, sending)));
        register(
                ours,
                IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq, type).connect(theirHandler()))
                        .channel(received)
                        .get());

        send.send(new GenericMessage<>("work"));

        assertThat(next().getPayload()).isEqualTo("work".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUSH", "PAIR"})
    void shouldSendToTheirProducer(SocketType type) {
        org.zeromq.SocketType receiving =
                type == SocketType.PUSH ? org.zeromq.SocketType.PULL : org.zeromq.SocketType.PAIR;
        register(
                theirs,
                IntegrationFlow.from(
                                ZeroMq.inboundChannelAdapter(jeromq, receiving).consumeDelay(DELAY))
                        .channel(received)
                        .get());
        String endpoint = theirProducer();
        MessageChannel send = register(
                ours, flow -> flow.handle(Zmq.outboundChannelAdapter(zmq, type).connect(endpoint)));

        send.send(new GenericMessage<>("work"));

        assertThat(next().getPayload()).isEqualTo("work".getBytes(UTF_8));
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
    void shouldGoOnBehindAMessageOfTheirsThatCannotBeMapped() {
        MessageChannel send = register(
                theirs, flow -> flow.handle(ZeroMq.outboundChannelAdapter(jeromq, org.zeromq.SocketType.PUSH)));
        register(
                ours,
                IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq)
                                .connect(theirHandler())
                                .bytesMessageMapper(new ConvertingBytesMessageMapper(new PoisonConverter())))
                        .channel(received)
                        .get());

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

    /** {@return where their handler is bound} */
    private String theirHandler() {
        ZeroMqMessageHandler handler = theirs.getBean(ZeroMqMessageHandler.class);
        await().atMost(LIMIT).until(() -> handler.getBoundPort() > 0);
        return "tcp://127.0.0.1:" + handler.getBoundPort();
    }

    /** {@return where their producer is bound} */
    private String theirProducer() {
        ZeroMqMessageProducer producer = theirs.getBean(ZeroMqMessageProducer.class);
        await().atMost(LIMIT).until(() -> producer.getBoundPort() > 0);
        return "tcp://127.0.0.1:" + producer.getBoundPort();
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
