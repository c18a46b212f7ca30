package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import brave.Span.Kind;
import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.zmqspring.annotation.ZmqHandler;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.support.ZmqRemoteException;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** A trace goes on from one application to another where headers travel: two applications, each with a tracer. */
@Timeout(60)
class TracePropagationTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Traced sender = new Traced();
    private final Traced receiver = new Traced();

    @AfterEach
    void close() {
        sender.tracing.close();
        receiver.tracing.close();
    }

    @Test
    void shouldContinueTheTraceOfAMessage() {
        receiving("headers", "pull", Pulling.class)
                .run(to -> sending("push", to).run(from -> {
                    from.getBean(ZmqTemplate.class).send("out", "x");

                    MutableSpan received = receiver.ended("in process");
                    MutableSpan sent = sender.ended();
                    assertThat(received.traceId()).isEqualTo(sent.traceId());
                    assertThat(received.parentId()).isEqualTo(sent.id());
                    assertThat(sent.kind()).isEqualTo(Kind.PRODUCER);
                    assertThat(received.kind()).isEqualTo(Kind.CONSUMER);
                }));
    }

    @Test
    void shouldContinueTheTraceOfAPublishedMessage() {
        receiving("headers", "sub", Handlers.class)
                .run(to -> sending("pub", to).run(from -> {
                    assertThat(from.getBean("out", PubSocket.class).awaitSubscription("EUR", LIMIT))
                            .isTrue();

                    from.getBean(ZmqTemplate.class).publish("out", "EUR", "x");

                    MutableSpan received = receiver.ended("in process");
                    MutableSpan sent = sender.ended();
                    assertThat(received.traceId()).isEqualTo(sent.traceId());
                    assertThat(received.parentId()).isEqualTo(sent.id());
                    assertThat(received.tags()).containsEntry("zmq.topic", "EUR");
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldContinueTheTraceOfARequestAndOfWhatItsListenerDoes(String type) {
        receiving("headers", type, Serving.class)
                .run(to -> requesting(to).run(from -> {
                    assertThat(from.getBean(ZmqTemplate.class).sendAndReceive("server", "x", String.class))
                            .isEqualTo("X");

                    MutableSpan within = receiver.ended("within publish");
                    MutableSpan served = receiver.ended("in process");
                    MutableSpan requested = sender.ended();
                    assertThat(served.traceId()).isEqualTo(requested.traceId());
                    assertThat(served.parentId()).isEqualTo(requested.id());
                    assertThat(requested.kind()).isEqualTo(Kind.CLIENT);
                    assertThat(served.kind()).isEqualTo(Kind.SERVER);
                    assertThat(within.traceId()).isEqualTo(requested.traceId());
                    assertThat(within.parentId()).isEqualTo(served.id());
                }));
    }

    @Test
    void shouldContinueTheTraceOfARequestThatIsAnsweredLater() {
        receiving("headers", "rep", ServingLater.class)
                .run(to -> requesting(to).run(from -> {
                    assertThat(from.getBean(ZmqTemplate.class).sendAndReceiveAsync("server", "x", String.class))
                            .succeedsWithin(LIMIT)
                            .isEqualTo("X");

                    MutableSpan served = receiver.ended("in process");
                    MutableSpan requested = sender.ended();
                    assertThat(served.parentId()).isEqualTo(requested.id());
                    assertThat(served.error()).isNull();
                }));
    }

    @Test
    void shouldTellInBothSpansThatARequestHasFailed() {
        receiving("headers", "rep", Failing.class)
                .run(to -> requesting(to).run(from -> {
                    assertThatExceptionOfType(ZmqRemoteException.class)
                            .isThrownBy(
                                    () -> from.getBean(ZmqTemplate.class).sendAndReceive("server", "x", String.class));

                    MutableSpan served = receiver.ended("in process");
                    MutableSpan requested = sender.ended();
                    assertThat(served.parentId()).isEqualTo(requested.id());
                    assertThat(served.error()).hasRootCauseMessage("on purpose");
                    assertThat(requested.error()).isInstanceOf(ZmqRemoteException.class);
                }));
    }

    @Test
    void shouldBeginATraceWherePayloadsTravelAlone() {
        receiving("payload", "pull", Pulling.class)
                .run(to -> sending("push", to)
                        .withPropertyValues("zmq.template.wire-format=payload")
                        .run(from -> {
                            from.getBean(ZmqTemplate.class).send("out", "x");

                            MutableSpan received = receiver.ended("in process");
                            MutableSpan sent = sender.ended();
                            assertThat(received.traceId()).isNotEqualTo(sent.traceId());
                            assertThat(received.parentId()).isNull();
                        }));
    }

    @Test
    void shouldBeginATraceAndFailTheMessageWhenHeadersCannotBeRead() {
        receiving("headers", "pull", Pulling.class)
                .run(to -> sending("push", to)
                        .withPropertyValues("zmq.template.wire-format=payload")
                        .run(from -> {
                            from.getBean(ZmqTemplate.class).send("out", ZmqMessage.ofStrings("ZMQH/1\nno header", "x"));

                            MutableSpan received = receiver.ended("in process");
                            assertThat(received.parentId()).isNull();
                            assertThat(received.error()).isNotNull();
                            await().atMost(LIMIT)
                                    .untilAsserted(
                                            () -> assertThat(counters(to)).isEqualTo(new ListenerCounters(1, 0, 1, 0)));
                        }));
    }

    private static ListenerCounters counters(ApplicationContext context) {
        return Objects.requireNonNull(
                        context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainer("listener"))
                .getCounters();
    }

    private ApplicationContextRunner receiving(String format, String type, Class<?> listeners) {
        return application(receiver)
                .withPropertyValues(
                        "zmq.listener.wire-format=" + format,
                        "zmq.template.wire-format=" + format,
                        "zmq.listener.observation-enabled=true",
                        "zmq.template.observation-enabled=true",
                        "zmq.sockets.in.type=" + type,
                        "zmq.sockets.in.bind=tcp://127.0.0.1:*",
                        "zmq.sockets.within.type=push",
                        "zmq.sockets.within.bind=inproc://within",
                        "zmq.sockets.within-in.type=pull",
                        "zmq.sockets.within-in.connect=inproc://within")
                .withUserConfiguration(listeners);
    }

    private ApplicationContextRunner sending(String type, ApplicationContext to) {
        return application(sender)
                .withPropertyValues(
                        "zmq.template.wire-format=headers",
                        "zmq.template.observation-enabled=true",
                        "zmq.sockets.out.type=" + type,
                        "zmq.sockets.out.connect=" + endpoint(to));
    }

    private ApplicationContextRunner requesting(ApplicationContext to) {
        return application(sender)
                .withPropertyValues(
                        "zmq.template.wire-format=headers",
                        "zmq.template.observation-enabled=true",
                        "zmq.requesters.server.connect=" + endpoint(to));
    }

    private static ApplicationContextRunner application(Traced traced) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class))
                .withBean(ObservationRegistry.class, traced::registry);
    }

    private static String endpoint(ApplicationContext context) {
        return context.getBean("in", RestartableSocket.class).bindings().get(0);
    }

    /** What a process has: a tracer, whose traces travel as the W3C says, and the spans it has ended. */
    private static final class Traced {

        private final Queue<MutableSpan> ended = new ConcurrentLinkedQueue<>();
        private final Tracing tracing = Tracing.newBuilder()
                .propagationFactory(new W3CPropagation())
                .addSpanHandler(new SpanHandler() {

                    @Override
                    public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                        ended.add(new MutableSpan(span));
                        return true;
                    }
                })
                .build();

        ObservationRegistry registry() {
            Tracer tracer = new BraveTracer(
                    tracing.tracer(),
                    new BraveCurrentTraceContext(tracing.currentTraceContext()),
                    new BraveBaggageManager());
            BravePropagator propagator = new BravePropagator(tracing);
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig()
                    .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
                            new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                            new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                            new DefaultTracingObservationHandler(tracer)));
            return registry;
        }

        /** {@return the span of that name, once it has ended} */
        MutableSpan ended(String name) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(ended).anyMatch(span -> name.equals(span.name())));
            return ended.stream()
                    .filter(span -> name.equals(span.name()))
                    .findFirst()
                    .orElseThrow();
        }

        /** {@return the only span, once it has ended} */
        MutableSpan ended() {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(ended).hasSize(1));
            return ended.element();
        }
    }

    static class Pulling {

        @ZmqListener(id = "listener", value = "in")
        void on(String text) {}
    }

    @ZmqListener(id = "listener", value = "in")
    static class Handlers {

        @ZmqHandler(topics = "EUR")
        void on(String text) {}
    }

    static class Serving {

        private final ZmqTemplate template;

        Serving(ZmqTemplate template) {
            this.template = template;
        }

        @ZmqListener(id = "listener", value = "in")
        String on(String text) {
            template.send("within", text);
            return text.toUpperCase(Locale.ROOT);
        }
    }

    static class ServingLater {

        @ZmqListener(id = "listener", value = "in")
        CompletableFuture<String> on(String text) {
            return CompletableFuture.supplyAsync(() -> text.toUpperCase(Locale.ROOT));
        }
    }

    static class Failing {

        @ZmqListener(id = "listener", value = "in")
        String on(String text) {
            throw new IllegalStateException("on purpose");
        }
    }
}
