package io.zmqspring.integration.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.inbound.ZmqInboundGateway;
import io.zmqspring.integration.support.DefaultZmqHeaderMapper;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** Gateways in flows. */
@Timeout(60)
class GatewayFlowTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Integration.class);
    private final ZmqContext zmq = ZmqContext.create();

    @AfterEach
    void close() {
        spring.close();
        zmq.close();
    }

    @Test
    void shouldAskAndReplyFromFlowToFlow() {
        QueueChannel replies = new QueueChannel();
        register(IntegrationFlow.from(Zmq.inboundGateway(zmq)
                        .id("shouting")
                        .bind("tcp://127.0.0.1:*")
                        .messageConverter(new StringMessageConverter(UTF_8), String.class))
                .transform(String.class, text -> text.toUpperCase(Locale.ROOT))
                .get());
        MessageChannel requests = register(flow -> flow.handle(Zmq.outboundGateway(zmq)
                        .connect(endpoint("shouting"))
                        .replyTimeout(LIMIT)
                        .messageConverter(new StringMessageConverter(UTF_8), String.class))
                .channel(replies));

        requests.send(new GenericMessage<>("hello"));

        assertThat(replies.receive(LIMIT.toMillis()))
                .extracting(Message::getPayload)
                .isEqualTo("HELLO");
    }

    @Test
    void shouldReplyFromAnotherThread() {
        Executor executor = Executors.newSingleThreadExecutor();
        register(IntegrationFlow.from(Zmq.inboundGateway(zmq, SocketType.ROUTER)
                        .id("shouting")
                        .bind("inproc://shouting"))
                .channel(channels -> channels.executor(executor))
                .<byte[], String>transform(bytes -> new String(bytes, UTF_8).toUpperCase(Locale.ROOT))
                .get());
        ReqSocket req = zmq.req();
        req.connect("inproc://shouting");

        req.send("later".getBytes(UTF_8));

        assertThat(req.receive(LIMIT)).isEqualTo("LATER".getBytes(UTF_8));
    }

    @Test
    void shouldReplyThroughAGivenReplyChannel() {
        spring.registerBean("replies", DirectChannel.class, () -> new DirectChannel());
        MessageChannel replying = spring.getBean("replies", MessageChannel.class);
        register(IntegrationFlow.from(
                        Zmq.inboundGateway(zmq).bind("inproc://replying").replyChannel(replying))
                .<byte[], String>transform(bytes -> "re " + new String(bytes, UTF_8))
                .channel(replying)
                .get());
        ReqSocket req = zmq.req();
        req.connect("inproc://replying");

        req.send("a".getBytes(UTF_8));

        assertThat(req.receive(LIMIT)).isEqualTo("re a".getBytes(UTF_8));
    }

    @Test
    void shouldCarryAllowedHeadersBothWays() {
        QueueChannel replies = new QueueChannel();
        DefaultZmqHeaderMapper headers = new DefaultZmqHeaderMapper();
        headers.setInboundHeaderNames("x-*", "contentType");
        headers.setOutboundHeaderNames("x-*", "contentType");
        register(IntegrationFlow.from(
                        Zmq.inboundGateway(zmq).bind("inproc://headers").headerMapper(headers))
                .handle((payload, given) -> MessageBuilder.withPayload(payload + " for " + given.get("x-user"))
                        .setHeader("x-server", "s1")
                        .setHeader("secret", "not this")
                        .build())
                .get());
        MessageChannel requests = register(flow -> flow.handle(
                        Zmq.outboundGateway(zmq).connect("inproc://headers").headerMapper(headers))
                .channel(replies));

        requests.send(
                MessageBuilder.withPayload("hello").setHeader("x-user", "ann").build());

        Message<?> reply = replies.receive(LIMIT.toMillis());
        assertThat(reply.getPayload()).isEqualTo("hello for ann");
        assertThat(reply.getHeaders())
                .containsEntry("x-server", "s1")
                .containsEntry(ZmqHeaders.FRAME_COUNT, 2)
                .doesNotContainKey("secret");
    }

    @Test
    void shouldObserveARequestUntilItsReply() {
        Queue<String> observed = spring.getBean(Observed.class).names;
        QueueChannel waiting = new QueueChannel();
        register(IntegrationFlow.from(
                        Zmq.inboundGateway(zmq).id("observedGateway").bind("inproc://observed"))
                .channel(waiting)
                .get());
        ZmqRequester requester = zmq.requester();
        requester.connect("inproc://observed");
        CompletableFuture<?> reply = requester.requestAsync("a".getBytes(UTF_8));
        Message<?> request = waiting.receive(LIMIT.toMillis());
        assertThat(observed)
                .contains("start spring.integration.gateway observedGateway")
                .doesNotContain("stop spring.integration.gateway observedGateway");

        ((MessageChannel) request.getHeaders().getReplyChannel()).send(new GenericMessage<>("b"));

        reply.join();
        await().atMost(LIMIT).until(() -> observed.contains("stop spring.integration.gateway observedGateway"));
    }

    private String endpoint(String gateway) {
        return spring.getBean(gateway, ZmqInboundGateway.class).getBoundEndpoint();
    }

    private MessageChannel register(IntegrationFlow flow) {
        return spring.getBean(IntegrationFlowContext.class)
                .registration(flow)
                .register()
                .getInputChannel();
    }

    static final class Observed {

        final Queue<String> names = new ConcurrentLinkedQueue<>();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @EnableIntegrationManagement(observationPatterns = "*")
    static class Integration {

        @Bean
        Observed observed() {
            return new Observed();
        }

        @Bean
        ObservationRegistry observationRegistry(Observed observed) {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
                @Override
                public void onStart(Observation.Context context) {
                    observed.names.add("start " + name(context));
                }

                @Override
                public void onStop(Observation.Context context) {
                    observed.names.add("stop " + name(context));
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            });
            return registry;
        }

        private static String name(Observation.Context context) {
            return context.getName() + " "
                    + context.getLowCardinalityKeyValue("spring.integration.name")
                            .getValue();
        }
    }
}
