package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.observation.ZmqSenderContext;
import io.zmqspring.support.ZmqReplyTimeoutException;
import io.zmqspring.support.converter.HeadersMessageConverter;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.handler.annotation.Headers;

/** Headers on the wire, and the traces they carry. */
@Timeout(60)
class WireFormatTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String PYTHON = """
        import sys, zmq
        %s
        pull, push = (zmq.Context.instance().socket(t) for t in (zmq.PULL, zmq.PUSH))
        pull.connect(sys.argv[1])
        push.connect(sys.argv[2])
        headers, body = pull.recv_multipart()
        push.send_multipart([write(read(headers) | {"x-python": "50%% größer"}), body])
        pull.close(); push.close(); zmq.Context.instance().term()
        """;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class))
            .withPropertyValues(
                    "zmq.sockets.out.type=push",
                    "zmq.sockets.out.bind=tcp://127.0.0.1:*",
                    "zmq.sockets.in.type=pull",
                    "zmq.sockets.in.bind=tcp://127.0.0.1:*");

    private final ApplicationContextRunner withHeaders = runner.withPropertyValues(
                    "zmq.template.wire-format=headers", "zmq.listener.wire-format=headers", "zmq.headers.allowed=x-*")
            .withUserConfiguration(Receiving.class);

    @Test
    void shouldSendThePayloadAloneUnlessAsked() {
        runner.run(context -> {
            PullSocket pull = pull(context.getBean(ZmqContext.class), context);
            context.getBean(ZmqClient.class)
                    .to("out")
                    .header("x-user", "me")
                    .body("text")
                    .send();
            assertThat(pull.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("text"));
        });
    }

    @Test
    void shouldCarryHeadersFromTemplateToListener() {
        withHeaders.run(context -> {
            connect(context);
            context.getBean(ZmqClient.class)
                    .to("out")
                    .header("x-user", "me")
                    .header(HeadersMessageConverter.CORRELATION_ID, "42")
                    .header("secret", "stays here")
                    .body(new Price("a", 1))
                    .send();

            Map<String, Object> headers = context.getBean(Receiving.class).next();
            assertThat(headers)
                    .containsEntry("x-user", "me")
                    .containsEntry(HeadersMessageConverter.CORRELATION_ID, "42")
                    .containsEntry("contentType", "application/json")
                    .containsEntry("price", new Price("a", 1))
                    .doesNotContainKey("secret");
        });
    }

    @Test
    void shouldRequestAndReplyWithHeaders() {
        withHeaders
                .withPropertyValues(
                        "zmq.sockets.server.type=rep",
                        "zmq.sockets.server.bind=inproc://server",
                        "zmq.requesters.asking.connect=inproc://server")
                .withUserConfiguration(Server.class)
                .run(context -> assertThat(context.getBean(ZmqTemplate.class)
                                .sendAndReceive("asking", new Price("a", 1), Price.class))
                        .isEqualTo(new Price("a", 2)));
    }

    @Test
    void shouldBeReadAndWrittenInFiveLinesOfPython() {
        String python3 = python();
        assumeTrue(python3 != null, "a python3 with pyzmq");
        withHeaders.run(context -> {
            RestartableSocket out = context.getBean("out", RestartableSocket.class);
            RestartableSocket in = context.getBean("in", RestartableSocket.class);
            Process python = new ProcessBuilder(
                            python3,
                            "-c",
                            PYTHON.formatted(fiveLines()),
                            out.bindings().get(0),
                            in.bindings().get(0))
                    .inheritIO()
                    .start();
            context.getBean(ZmqClient.class)
                    .to("out")
                    .awaitPeers(1)
                    .timeout(Duration.ofSeconds(30))
                    .header("x-user", "100% me: über\nalles")
                    .body(new Price("a", 1))
                    .send();

            assertThat(context.getBean(Receiving.class).next())
                    .containsEntry("x-user", "100% me: über\nalles")
                    .containsEntry("x-python", "50% größer")
                    .containsEntry("contentType", "application/json")
                    .containsEntry("price", new Price("a", 1));
            assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(python.exitValue()).isZero();
        });
    }

    @Test
    void shouldObserveSendsAndRequestsWhenAsked() {
        TestObservationRegistry observations = TestObservationRegistry.create();
        withHeaders
                .withBean(ObservationRegistry.class, () -> observations)
                .withPropertyValues(
                        "zmq.template.observation-enabled=true", "zmq.requesters.silent.connect=inproc://silent")
                .run(context -> {
                    connect(context);
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    template.send("out", new Price("a", 1));
                    assertThat(template.sendAsync("out", new Price("b", 1))).succeedsWithin(LIMIT);
                    assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                            .isThrownBy(
                                    () -> template.sendAndReceive("silent", "x", String.class, Duration.ofMillis(20)));

                    TestObservationRegistryAssert.assertThat(observations)
                            .hasNumberOfObservationsWithNameEqualTo("zmq.template", 3)
                            .hasAnObservation(observed -> observed.hasNameEqualTo("zmq.template")
                                    .hasContextualNameEqualTo("out publish")
                                    .hasLowCardinalityKeyValue("messaging.system", "zeromq")
                                    .hasLowCardinalityKeyValue("messaging.operation", "publish")
                                    .hasLowCardinalityKeyValue("messaging.destination.name", "out"))
                            .hasAnObservation(observed -> observed.hasContextualNameEqualTo("silent request")
                                    .hasError());
                });
    }

    @Test
    void shouldNotObserveUnlessAsked() {
        TestObservationRegistry observations = TestObservationRegistry.create();
        withHeaders.withBean(ObservationRegistry.class, () -> observations).run(context -> {
            connect(context);
            context.getBean(ZmqTemplate.class).send("out", new Price("a", 1));
            TestObservationRegistryAssert.assertThat(observations).doesNotHaveAnyObservation();
        });
    }

    @Test
    void shouldCarryATraceToAnotherContext() {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new InjectingHandler());
        runner.withPropertyValues("zmq.template.wire-format=headers", "zmq.template.observation-enabled=true")
                .withBean(ObservationRegistry.class, () -> observations)
                .run(sending -> withHeaders.run(receiving -> {
                    receiving
                            .getBean("in", PullSocket.class)
                            .connect(sending.getBean("out", RestartableSocket.class)
                                    .bindings()
                                    .get(0));
                    sending.getBean(ZmqTemplate.class).send("out", new Price("a", 1));

                    assertThat(receiving.getBean(Receiving.class).next())
                            .containsEntry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
                }));
    }

    /** {@return the Python of {@code sending.md}} */
    private static String fiveLines() throws IOException {
        String page = Files.readString(Path.of("docs/sending.md"));
        int from = page.indexOf("```python\n") + 10;
        return page.substring(from, page.indexOf("```", from));
    }

    private static void connect(ApplicationContext context) {
        context.getBean("in", PullSocket.class)
                .connect(context.getBean("out", RestartableSocket.class)
                        .bindings()
                        .get(0));
    }

    private static PullSocket pull(ZmqContext zmq, ApplicationContext context) {
        PullSocket pull = zmq.pull();
        pull.connect(context.getBean("out", RestartableSocket.class).bindings().get(0));
        return pull;
    }

    /** {@return a Python that has pyzmq, or {@code null}} */
    private static String python() {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try {
                if (new ProcessBuilder(python, "-c", "import zmq").start().waitFor() == 0) {
                    return python;
                }
            } catch (IOException | InterruptedException missing) {
                // The next.
            }
        }
        return "true".equals(System.getenv("ZMQ_INTEROP_REQUIRED")) ? "python3" : null;
    }

    /** Does what a tracer does, with a trace that is always the same. */
    private static final class InjectingHandler implements ObservationHandler<ZmqSenderContext> {

        @Override
        public void onStart(ZmqSenderContext context) {
            context.getSetter()
                    .set(
                            context.getCarrier(),
                            "traceparent",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof ZmqSenderContext;
        }
    }

    static class Receiving {

        private final BlockingQueue<Map<String, Object>> received = new LinkedBlockingQueue<>();

        @ZmqListener("in")
        void on(Price price, @Headers Map<String, Object> headers) {
            Map<String, Object> all = new HashMap<>(headers);
            all.put("price", price);
            received.add(all);
        }

        Map<String, Object> next() throws InterruptedException {
            Map<String, Object> next = received.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    static class Server {

        @ZmqListener("server")
        Price raise(Price price) {
            return new Price(price.symbol(), price.cents() + 1);
        }
    }

    record Price(String symbol, int cents) {}
}
