package io.zmqspring.integration.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.channel.PollableZmqChannel;
import io.zmqspring.integration.channel.PublishSubscribeZmqChannel;
import io.zmqspring.integration.channel.ZmqChannel;
import io.zmqspring.integration.inbound.ZmqMessageProducer;
import io.zmqspring.integration.proxy.ProxyType;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.graph.IntegrationGraphServer;
import org.springframework.integration.graph.IntegrationNode;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Endpoints as beans: names in the graph, the control bus, channels in flows, and the end of the application. */
@Timeout(60)
class ManagedFlowTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext();

    @AfterEach
    void close() {
        spring.close();
    }

    @Test
    void shouldShowEveryEndpointInTheGraph() {
        run(Everything.class);

        assertThat(spring.getBean(IntegrationGraphServer.class).getGraph().nodes())
                .extracting(IntegrationNode::getComponentType)
                .contains(
                        "zmq:inbound-channel-adapter",
                        "zmq:polled-inbound-channel-adapter",
                        "zmq:outbound-channel-adapter",
                        "zmq:inbound-gateway",
                        "zmq:outbound-gateway",
                        "zmq:channel",
                        "zmq:publish-subscribe-channel",
                        "zmq:pollable-channel");
    }

    @Test
    void shouldCarryMessagesThroughItsChannels() {
        run(Everything.class);
        QueueChannel received = spring.getBean("received", QueueChannel.class);

        spring.getBean("start.input", MessageChannel.class).send(new GenericMessage<>("a"));

        assertThat(next(received).getPayload()).isEqualTo("a, through all");
    }

    @Test
    void shouldSubscribeThroughTheControlBus() {
        run(Everything.class);
        ZmqMessageProducer prices = spring.getBean("prices", ZmqMessageProducer.class);
        assertThat(prices.getTopics()).containsExactly("EUR");

        spring.getBean("control.input", MessageChannel.class)
                .send(MessageBuilder.withPayload("prices.subscribeToTopics")
                        .setHeader(IntegrationMessageHeaderAccessor.CONTROL_BUS_ARGUMENTS, List.of((Object)
                                new String[] {"USD"}))
                        .build());

        assertThat(prices.getTopics()).containsExactly("EUR", "USD");
        PubSocket pub = spring.getBean(PubSocket.class);
        assertThat(pub.awaitSubscription("USD", LIMIT)).isTrue();
        pub.send(ZmqMessage.ofStrings("USD", "2"));
        assertThat(next(spring.getBean("received", QueueChannel.class)).getPayload())
                .isEqualTo("2".getBytes(UTF_8));
    }

    @Test
    void shouldEndAtOnceAlsoWhenAPoolOfSpringRunsTheThreadsOfAChannel() throws Exception {
        run(InAPool.class);
        ZmqChannel channel = spring.getBean(ZmqChannel.class);
        QueueChannel received = new QueueChannel();
        channel.subscribe(received::send);
        channel.send(new GenericMessage<>("a"));
        assertThat(next(received).getPayload()).isEqualTo("a");

        assertThat(CompletableFuture.runAsync(spring::close)).succeedsWithin(LIMIT);
    }

    @Test
    void shouldStopBusyAdaptersSideBySideAndLeaveNoThread() throws Exception {
        run(Busy.class);
        Busy busy = spring.getBean(Busy.class);
        List<ZmqMessageProducer> adapters =
                List.copyOf(spring.getBeansOfType(ZmqMessageProducer.class).values());
        assertThat(adapters).hasSize(3);
        PushSocket sender = spring.getBean(ZmqContext.class).push();
        adapters.forEach(adapter -> sender.connect(adapter.getBoundEndpoint()));
        for (int i = 0; i < 3; i++) {
            sender.send("work".getBytes(UTF_8));
        }
        assertThat(busy.handling.await(10, TimeUnit.SECONDS)).isTrue();

        Thread stopping = new Thread(spring::stop);
        stopping.start();
        // All are told to stop while the flow behind each is still busy: none waits for another.
        await().atMost(LIMIT).until(() -> adapters.stream().noneMatch(ZmqMessageProducer::isActive));
        busy.release.countDown();
        stopping.join(LIMIT.toMillis());

        assertThat(stopping.isAlive()).isFalse();
        // A thread that has called back may have to be waited for until it is gone.
        await().atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("busy")));
    }

    private void run(Class<?> configuration) {
        spring.register(configuration);
        spring.refresh();
    }

    private static Message<?> next(QueueChannel channel) {
        Message<?> message = channel.receive(LIMIT.toMillis());
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @EnableIntegrationManagement
    static class Everything {

        @Bean
        ZmqContext zmq() {
            return ZmqContext.create();
        }

        @Bean
        IntegrationGraphServer graph() {
            return new IntegrationGraphServer();
        }

        @Bean
        IntegrationFlow control() {
            return flow -> flow.controlBus();
        }

        @Bean
        QueueChannel received() {
            return new QueueChannel();
        }

        @Bean
        PubSocket pub(ZmqContext zmq) {
            PubSocket pub = zmq.pub();
            pub.bind("inproc://prices");
            return pub;
        }

        @Bean
        ZmqProxySpec bus(ZmqContext zmq) {
            return Zmq.proxy(zmq, ProxyType.PULL_PUSH)
                    .frontendBind("tcp://127.0.0.1:*")
                    .backendBind("tcp://127.0.0.1:*");
        }

        @Bean
        ZmqChannelSpec<ZmqChannel> work(ZmqContext zmq, ZmqProxyEndpoint bus) {
            return Zmq.channel(zmq).proxy(bus);
        }

        @Bean
        ZmqChannelSpec<PublishSubscribeZmqChannel> news(ZmqContext zmq) {
            return Zmq.publishSubscribeChannel(zmq);
        }

        @Bean
        PollableZmqChannelSpec later(ZmqContext zmq) {
            return Zmq.pollableChannel(zmq);
        }

        @Bean
        IntegrationFlow start(ZmqChannel work, PublishSubscribeZmqChannel news, PollableZmqChannel later) {
            return flow -> flow.channel(work)
                    .transform(String.class, text -> text + ", through all")
                    .channel(news)
                    .channel(later)
                    .bridge(endpoint -> endpoint.poller(Pollers.fixedDelay(Duration.ofMillis(10))))
                    .channel("received");
        }

        @Bean
        IntegrationFlow priceFlow(ZmqContext zmq, PubSocket pub) {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq, SocketType.SUB)
                            .id("prices")
                            .connect("inproc://prices")
                            .topics("EUR"))
                    .channel("received")
                    .get();
        }

        @Bean
        IntegrationFlow polled(ZmqContext zmq) {
            return IntegrationFlow.from(
                            Zmq.polledInboundChannelAdapter(zmq).bind("inproc://polled"),
                            endpoint -> endpoint.poller(Pollers.fixedDelay(Duration.ofMillis(10))))
                    .channel("received")
                    .get();
        }

        @Bean
        IntegrationFlow server(ZmqContext zmq) {
            return IntegrationFlow.from(Zmq.inboundGateway(zmq).bind("inproc://server"))
                    .bridge()
                    .get();
        }

        @Bean
        IntegrationFlow client(ZmqContext zmq) {
            return flow -> flow.handle(Zmq.outboundGateway(zmq).connect("inproc://server"))
                    .handle(Zmq.outboundChannelAdapter(zmq).connect("inproc://polled"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Busy {

        final CountDownLatch handling = new CountDownLatch(3);
        final CountDownLatch release = new CountDownLatch(1);

        @Bean
        ZmqContext zmq() {
            return ZmqContext.create();
        }

        @Bean
        IntegrationFlow busy1(ZmqContext zmq) {
            return busy(zmq, "busyA");
        }

        @Bean
        IntegrationFlow busy2(ZmqContext zmq) {
            return busy(zmq, "busyB");
        }

        @Bean
        IntegrationFlow busy3(ZmqContext zmq) {
            return busy(zmq, "busyC");
        }

        private IntegrationFlow busy(ZmqContext zmq, String name) {
            MessageHandler working = message -> {
                handling.countDown();
                try {
                    release.await();
                } catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                }
            };
            return IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq)
                            .id(name)
                            .bind("inproc://" + name)
                            .shutdownTimeout(Duration.ofMinutes(1)))
                    .handle(working)
                    .get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class InAPool {

        @Bean
        ZmqContext zmq() {
            return ZmqContext.create();
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        /** A provider does not make the channel depend on the pool, so Spring stops the pool by its phase. */
        @Bean
        ZmqChannel pooled(ZmqContext zmq, ObjectProvider<ThreadPoolTaskExecutor> pool) {
            ZmqChannel channel = new ZmqChannel(zmq);
            channel.setTaskExecutor(pool.getObject());
            return channel;
        }

        @Bean
        DefaultLifecycleProcessor lifecycleProcessor() {
            DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
            processor.setTimeoutPerShutdownPhase(TimeUnit.MINUTES.toMillis(1));
            return processor;
        }
    }
}
