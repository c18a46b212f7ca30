package io.zmqspring.annotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.RetryingErrorHandler;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.backoff.FixedBackOff;
import reactor.core.publisher.Mono;

/** Listeners that answer requests: on REP, ROUTER and DEALER. */
@Timeout(60)
class RequestListenerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.server.bind=inproc://server");

    @ParameterizedTest
    @CsvSource({
        "rep, now, NOW", "rep, future, FUTURE", "rep, mono, MONO", "rep, none, ''",
        "router, now, NOW", "router, future, FUTURE", "router, mono, MONO", "router, none, ''"
    })
    void shouldAnswerAReq(String type, String question, String answer) {
        serving(type, Answering.class).run(context -> {
            ReqSocket req = req(context.getBean(ZmqContext.class));
            for (int i = 0; i < 3; i++) {
                assertThat(ask(req, question)).isEqualTo(answer);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "rep, thrown, error", "rep, failed, error", "rep, unconvertible, error",
        "router, thrown, error", "router, failed, error", "router, unconvertible, error"
    })
    void shouldAnswerWhenTheMethodFails(String type, String question, String answer) {
        serving(type, Answering.class).run(context -> {
            ReqSocket req = req(context.getBean(ZmqContext.class));
            assertThat(ask(req, question)).isEqualTo(answer);
            assertThat(ask(req, "now")).isEqualTo("NOW");
        });
    }

    @ParameterizedTest
    @CsvSource({"notice, error", "exception-message, error: thrown on purpose", "empty, ''"})
    void shouldAnswerFailuresAsThePropertySays(String policy, String answer) {
        runner.withUserConfiguration(Answering.class)
                .withPropertyValues("zmq.sockets.server.type=rep", "zmq.listener.error-reply=" + policy)
                .run(context -> assertThat(ask(req(context.getBean(ZmqContext.class)), "thrown"))
                        .isEqualTo(answer));
    }

    @Test
    void shouldAnswerFailuresAsTheBeanSays() {
        runner.withUserConfiguration(Answering.class)
                .withBean(ZmqErrorReply.class, () -> (request, failure) -> Map.of("failed", request.string(0)))
                .withPropertyValues("zmq.sockets.server.type=rep")
                .run(context -> assertThat(ask(req(context.getBean(ZmqContext.class)), "thrown"))
                        .isEqualTo("{\"failed\":\"thrown\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldAnswerOnceAfterTheLastAttempt(String type) {
        serving(type, Retried.class).run(context -> {
            ReqSocket req = req(context.getBean(ZmqContext.class));
            assertThat(ask(req, "third time")).isEqualTo("after 3");
            assertThat(ask(req, "never")).isEqualTo("error");
            assertThat(ask(req, "third time")).isEqualTo("after 3");
        });
    }

    @Test
    void shouldAnswerForAVoidMethodOfARep() {
        serving("rep", Noting.class).run(context -> {
            ReqSocket req = req(context.getBean(ZmqContext.class));
            assertThat(ask(req, "one")).isEmpty();
            assertThat(ask(req, "bad")).isEqualTo("error");
            assertThat(ask(req, "two")).isEmpty();
            assertThat(context.getBean(Noting.class).seen).containsExactly("one", "bad", "two");
        });
    }

    @Test
    void shouldAnswerOnARepWhoseResultGoesElsewhere() {
        runner.withUserConfiguration(Forwarding.class)
                .withPropertyValues(
                        "zmq.sockets.server.type=rep",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=inproc://out",
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.connect=inproc://out")
                .run(context -> {
                    assertThat(ask(req(context.getBean(ZmqContext.class)), "one"))
                            .isEmpty();
                    assertThat(context.getBean(ZmqTemplate.class).receive("in", String.class, LIMIT))
                            .isEqualTo("ONE");
                });
    }

    @Test
    void shouldReplyToRequestsOfARepInAnyOrder() {
        serving("rep", Held.class).run(context -> {
            ReqSocket one = req(context.getBean(ZmqContext.class));
            ReqSocket other = req(context.getBean(ZmqContext.class));
            Held listener = context.getBean(Held.class);
            one.send("first".getBytes(UTF_8));
            CompletableFuture<String> first = listener.take();
            other.send("second".getBytes(UTF_8));
            CompletableFuture<String> second = listener.take();

            second.complete("2");
            assertThat(other.receive(LIMIT)).isEqualTo("2".getBytes(UTF_8));
            first.complete("1");
            assertThat(one.receive(LIMIT)).isEqualTo("1".getBytes(UTF_8));
        });
    }

    @Test
    void shouldHaveSeveralWorkersOnARep() {
        serving("rep", SeveralWorkers.class).run(context -> {
            ReqSocket one = req(context.getBean(ZmqContext.class));
            ReqSocket other = req(context.getBean(ZmqContext.class));

            one.send("both".getBytes(UTF_8));
            other.send("both".getBytes(UTF_8));

            assertThat(one.receive(LIMIT)).isEqualTo("both".getBytes(UTF_8));
            assertThat(other.receive(LIMIT)).isEqualTo("both".getBytes(UTF_8));
        });
    }

    @Test
    void shouldGiveAMethodOfARepWhatARepReceives() {
        serving("rep", WholeRequest.class).run(context -> {
            ReqSocket req = req(context.getBean(ZmqContext.class));
            req.send(ZmqMessage.ofStrings("a", "", "b"));

            assertThat(req.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("a", "", "b", "3", "true"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldReplyWhenTheMethodLikes(String type) {
        serving(type, Replying.class).run(context -> {
            BlockingQueue<ZmqReplier> repliers = context.getBean(Replying.class).repliers;
            ReqSocket req = req(context.getBean(ZmqContext.class));

            req.send("one".getBytes(UTF_8));
            ZmqReplier replier = repliers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            replier.reply("1");
            assertThat(req.receive(LIMIT)).isEqualTo("1".getBytes(UTF_8));
            assertThatIllegalStateException().isThrownBy(() -> replier.reply("again"));

            req.send("two".getBytes(UTF_8));
            repliers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS).fail(new IllegalStateException("on purpose"));
            assertThat(req.receive(LIMIT)).isEqualTo("error".getBytes(UTF_8));
        });
    }

    @Test
    void shouldDropWhatIsNoRequest() {
        serving("rep", Answering.class).run(context -> {
            ZmqContext zmq = context.getBean(ZmqContext.class);
            DealerSocket dealer = zmq.dealer();
            dealer.connect("inproc://server");

            dealer.send(ZmqMessage.ofStrings("no delimiter"));
            dealer.send(ZmqMessage.ofStrings("envelope", "", "now"));

            assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("envelope", "", "NOW"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(context.getBean(ZmqListenerEndpointRegistry.class)
                                    .getListenerContainers())
                            .extracting(ZmqMessageListenerContainer::getCounters)
                            .containsExactly(new ListenerCounters(2, 1, 1, 0)));
        });
    }

    @Test
    void shouldTakeTurnsOnARepThatWasOpenBefore() {
        runner.withUserConfiguration(Held.class, OpenedEarly.class)
                .withPropertyValues("zmq.sockets.server.type=rep", "zmq.listener.concurrency=3")
                .run(context -> {
                    assertThat(context.getBean(ZmqListenerEndpointRegistry.class)
                                    .getListenerContainers())
                            .extracting(ZmqMessageListenerContainer::getConcurrency)
                            .containsExactly(1);
                    ReqSocket one = req(context.getBean(ZmqContext.class));
                    ReqSocket other = req(context.getBean(ZmqContext.class));
                    Held listener = context.getBean(Held.class);
                    one.send("first".getBytes(UTF_8));
                    CompletableFuture<String> first = listener.take();
                    other.send("second".getBytes(UTF_8));
                    assertThat(listener.asked).isEmpty();

                    first.complete("1");
                    assertThat(one.receive(LIMIT)).isEqualTo("1".getBytes(UTF_8));
                    listener.take().complete("2");
                    assertThat(other.receive(LIMIT)).isEqualTo("2".getBytes(UTF_8));
                });
    }

    @Test
    void shouldRefuseToListenOnAReq() {
        runner.withUserConfiguration(Answering.class)
                .withPropertyValues("zmq.sockets.server.type=req")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("socket 'server' is of type REQ, which cannot be listened on: allowed"));
    }

    private ApplicationContextRunner serving(String type, Class<?> listener) {
        return runner.withUserConfiguration(listener).withPropertyValues("zmq.sockets.server.type=" + type);
    }

    static ReqSocket req(ZmqContext context) {
        ReqSocket req = context.req();
        req.connect("inproc://server");
        return req;
    }

    static String ask(ReqSocket req, String question) {
        req.send(question.getBytes(UTF_8));
        ZmqMessage answer = req.receiveMessage(LIMIT);
        assertThat(answer).as("an answer to " + question).isNotNull();
        return answer.string(0);
    }

    static class Answering {

        @ZmqListener("server")
        Object answer(String question) {
            String answer = question.toUpperCase(Locale.ROOT);
            return switch (question) {
                case "future" -> CompletableFuture.supplyAsync(() -> answer);
                case "mono" -> Mono.fromSupplier(() -> answer);
                case "none" -> null;
                case "thrown" -> throw new IllegalStateException("thrown on purpose");
                case "failed" -> CompletableFuture.failedFuture(new IllegalStateException("failed on purpose"));
                case "unconvertible" -> new Unconvertible();
                default -> answer;
            };
        }
    }

    /** Refers to itself, which JSON cannot. */
    static final class Unconvertible {

        public Unconvertible getSelf() {
            return this;
        }
    }

    static class Retried {

        private final AtomicInteger attempts = new AtomicInteger();

        @Bean
        RetryingErrorHandler errorHandler() {
            return new RetryingErrorHandler(new FixedBackOff(1, 2));
        }

        @ZmqListener("server")
        String answer(String question) {
            int attempt = attempts.incrementAndGet();
            if (attempt == 3) {
                attempts.set(0);
            }
            if (question.equals("never") || attempt < 3) {
                throw new IllegalStateException("attempt " + attempt);
            }
            return "after " + attempt;
        }
    }

    static class Noting {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener("server")
        void note(String text) {
            seen.add(text);
            if (text.equals("bad")) {
                throw new IllegalStateException("thrown on purpose");
            }
        }
    }

    static class Forwarding {

        @ZmqListener("server")
        @SendTo("out")
        String forward(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    static class Held {

        final BlockingQueue<CompletableFuture<String>> asked = new LinkedBlockingQueue<>();

        @ZmqListener("server")
        CompletableFuture<String> hold(String question) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }

        CompletableFuture<String> take() throws InterruptedException {
            CompletableFuture<String> taken = asked.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(taken).isNotNull();
            return taken;
        }
    }

    static class SeveralWorkers {

        private final CyclicBarrier both = new CyclicBarrier(2);

        @ZmqListener(socket = "server", concurrency = "2")
        String answer(String question) throws Exception {
            both.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return question;
        }
    }

    static class Replying {

        final BlockingQueue<ZmqReplier> repliers = new LinkedBlockingQueue<>();

        @ZmqListener("server")
        void on(String text, ZmqReplier replier) {
            repliers.add(replier);
        }
    }

    static class WholeRequest {

        @ZmqListener("server")
        ZmqMessage answer(
                ZmqMessage request, @Header(ZmqHeaders.FRAME_COUNT) int frames, @Payload List<String> payload) {
            return request.followedBy(ZmqMessage.ofStrings(
                    Integer.toString(frames), Boolean.toString(payload.equals(List.of("a", "", "b")))));
        }
    }

    static class OpenedEarly {

        @Bean
        Object opensTheServer(@Qualifier("server") RepSocket server) {
            server.bind("inproc://early");
            return new Object();
        }
    }
}
