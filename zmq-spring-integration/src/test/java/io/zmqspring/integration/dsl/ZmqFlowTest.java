package io.zmqspring.integration.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.integration.inbound.ZmqMessageProducer;
import io.zmqspring.integration.outbound.ZmqMessageHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.integration.dsl.context.IntegrationFlowContext.IntegrationFlowRegistration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

@SpringJUnitConfig
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
@Timeout(60)
class ZmqFlowTest {

    private static final long LIMIT_MS = 10_000;
    private static final Duration LIMIT = Duration.ofMillis(LIMIT_MS);

    @Autowired
    private ConfigurableApplicationContext spring;

    @Autowired
    private IntegrationFlowContext flows;

    @Autowired
    private ZmqContext zmq;

    @Autowired
    @Qualifier("outbound.input") private MessageChannel toOutbound;

    @Autowired
    private QueueChannel shouted;

    @Autowired
    private QueueChannel failed;

    @Autowired
    @Qualifier("shoutingIn") private ZmqMessageProducer inbound;

    @Autowired
    @Qualifier("shoutingOut") private ZmqMessageHandler outbound;

    @Autowired
    private Queue<String> observed;

    @Test
    void shouldCarryMessagesFromFlowToFlow() {
        toOutbound.send(new GenericMessage<>("hello"));

        assertThat(next(shouted).getPayload()).isEqualTo("HELLO");
    }

    @Test
    void shouldSendFailuresOfTheFlowToItsErrorChannelAndGoOn() {
        toOutbound.send(new GenericMessage<>("fail"));
        toOutbound.send(new GenericMessage<>("good"));

        assertThat(next(failed).getHeaders()).containsEntry(ZmqHeaders.RAW_MESSAGE, ZmqMessage.ofStrings("fail"));
        assertThat(next(shouted).getPayload()).isEqualTo("GOOD");
    }

    @Test
    void shouldGoOnWhenTheWholeApplicationWasStoppedAndStarted() {
        toOutbound.send(new GenericMessage<>("before"));
        assertThat(next(shouted).getPayload()).isEqualTo("BEFORE");

        spring.stop();
        assertThat(inbound.isRunning()).isFalse();
        assertThat(outbound.isRunning()).isFalse();
        spring.start();

        toOutbound.send(new GenericMessage<>("after"));
        assertThat(next(shouted).getPayload()).isEqualTo("AFTER");
    }

    @Test
    void shouldObeyTheControlBus() {
        MessageChannel control = spring.getBean("control.input", MessageChannel.class);

        control.send(MessageBuilder.withPayload("shoutingIn.pause").build());
        assertThat(inbound.isPaused()).isTrue();
        toOutbound.send(new GenericMessage<>("waiting"));
        assertThat(shouted.getQueueSize()).isZero();
        control.send(MessageBuilder.withPayload("shoutingIn.resume").build());

        assertThat(next(shouted).getPayload()).isEqualTo("WAITING");
    }

    @Test
    void shouldObserveBothAdapters() {
        toOutbound.send(new GenericMessage<>("seen"));
        next(shouted);

        assertThat(observed)
                .contains("spring.integration.handler shoutingIn", "spring.integration.handler shoutingEndpoint");
    }

    @Test
    void shouldRegisterStopStartAndRemoveFlowsAtRunTime() {
        QueueChannel received = new QueueChannel();
        IntegrationFlowRegistration in = flows.registration(IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq)
                                .id("dynamicIn")
                                .bind("tcp://127.0.0.1:*")
                                .messageConverter(new StringMessageConverter(UTF_8), String.class))
                        .channel(received)
                        .get())
                .register();
        String endpoint = spring.getBean("dynamicIn", ZmqMessageProducer.class).getBoundEndpoint();
        assertThat(endpoint).startsWith("tcp://127.0.0.1:");
        IntegrationFlowRegistration out = flows.registration(
                        flow -> flow.handle(Zmq.outboundChannelAdapter(zmq).connect(endpoint)))
                .register();

        out.getInputChannel().send(new GenericMessage<>("one"));
        assertThat(next(received).getPayload()).isEqualTo("one");

        in.stop();
        in.start();
        out.stop();
        out.start();
        out.getInputChannel().send(new GenericMessage<>("two"));
        assertThat(next(received).getPayload()).isEqualTo("two");

        out.destroy();
        in.destroy();
        assertThat(spring.containsBean("dynamicIn")).isFalse();
        try (PullSocket free = zmq.pull()) {
            assertThat(free.bind(endpoint)).isEqualTo(endpoint);
        }
    }

    @Test
    void shouldNotRegisterFlowWhoseEndpointIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String taken = "tcp://127.0.0.1:" + other.getLocalPort();
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> flows.registration(IntegrationFlow.from(
                                            Zmq.inboundChannelAdapter(zmq).bind(taken))
                                    .channel(new QueueChannel())
                                    .get())
                            .register())
                    .withStackTraceContaining(taken);
        }
    }

    @Test
    void shouldUseGivenSocketsAndLeaveThemOpen() {
        try (PullSocket in = zmq.pull();
                PushSocket out = zmq.push()) {
            out.connect(in.bind("inproc://given"));
            QueueChannel received = new QueueChannel();
            IntegrationFlowRegistration inFlow = flows.registration(IntegrationFlow.from(Zmq.inboundChannelAdapter(in))
                            .channel(received)
                            .get())
                    .register();
            IntegrationFlowRegistration outFlow = flows.registration(
                            flow -> flow.handle(Zmq.outboundChannelAdapter(out)))
                    .register();

            outFlow.getInputChannel().send(new GenericMessage<>("given"));
            assertThat(next(received).getPayload()).isEqualTo("given".getBytes(UTF_8));

            outFlow.destroy();
            inFlow.destroy();
            out.send("still open".getBytes(UTF_8));
            assertThat(in.receive(LIMIT)).asString(UTF_8).isEqualTo("still open");
        }
    }

    private static Message<?> next(QueueChannel channel) {
        Message<?> message = channel.receive(LIMIT_MS);
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @EnableIntegrationManagement(observationPatterns = "*")
    static class Flows {

        @Bean
        ZmqContext zmqContext() {
            return ZmqContext.create();
        }

        @Bean
        IntegrationFlow outbound(ZmqContext zmq) {
            return flow -> flow.handle(
                    Zmq.outboundChannelAdapter(zmq).id("shoutingOut").connect("inproc://shout"),
                    endpoint -> endpoint.id("shoutingEndpoint"));
        }

        @Bean
        IntegrationFlow inbound(ZmqContext zmq) {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq)
                            .id("shoutingIn")
                            .bind("inproc://shout")
                            .errorChannel("failed")
                            .messageConverter(new StringMessageConverter(UTF_8), String.class))
                    .transform(String.class, Flows::shout)
                    .channel("shouted")
                    .get();
        }

        @Bean
        IntegrationFlow control() {
            return flow -> flow.controlBus();
        }

        @Bean
        QueueChannel shouted() {
            return new QueueChannel();
        }

        @Bean
        QueueChannel failed() {
            return new QueueChannel();
        }

        @Bean
        Queue<String> observed() {
            return new ConcurrentLinkedQueue<>();
        }

        @Bean
        ObservationRegistry observationRegistry(Queue<String> observed) {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
                @Override
                public void onStart(Observation.Context context) {
                    observed.add(context.getName() + " "
                            + context.getLowCardinalityKeyValue("spring.integration.name")
                                    .getValue());
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            });
            return registry;
        }

        private static String shout(String text) {
            if (text.equals("fail")) {
                throw new IllegalArgumentException("expected by this test");
            }
            return text.toUpperCase(Locale.ROOT);
        }
    }
}
