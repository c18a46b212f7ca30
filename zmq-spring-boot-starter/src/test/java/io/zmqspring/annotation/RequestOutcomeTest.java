package io.zmqspring.annotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.support.ZmqRemoteException;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;

/** What a requester gets when there is no result: nothing, a failure, or not what was asked for. */
@Timeout(60)
class RequestOutcomeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class))
            .withPropertyValues(
                    "zmq.sockets.server.type=rep",
                    "zmq.sockets.server.bind=inproc://server",
                    "zmq.sockets.client.type=req",
                    "zmq.sockets.client.connect=inproc://server");

    @ParameterizedTest
    @ValueSource(strings = {"notice", "exception-message"})
    void shouldThrowWhenTheOtherSideSaysThatItFailed(String policy) {
        runner.withUserConfiguration(Prices.class)
                .withPropertyValues("zmq.listener.error-reply=" + policy)
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    String said = policy.equals("notice") ? "error" : "error: thrown on purpose";

                    assertThatExceptionOfType(ZmqRemoteException.class)
                            .isThrownBy(() -> template.sendAndReceive("client", "thrown", Price.class))
                            .withMessage(
                                    "'client': the other side could not handle the request and replied '" + said + "'")
                            .satisfies(failure -> assertThat(failure.reply()).isEqualTo(said));
                    assertThatExceptionOfType(CompletionException.class)
                            .isThrownBy(() -> template.sendAndReceiveAsync("client", "thrown", Price.class)
                                    .join())
                            .withCauseInstanceOf(ZmqRemoteException.class);
                    assertThat(template.sendAndReceive("client", "thrown", String.class))
                            .as("over bare frames a text may be the reply")
                            .isEqualTo(said);
                });
    }

    @Test
    void shouldThrowWhateverIsAskedForWhenHeadersTravel() {
        runner.withUserConfiguration(Prices.class)
                .withPropertyValues("zmq.listener.wire-format=headers", "zmq.template.wire-format=headers")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);

                    assertThatExceptionOfType(ZmqRemoteException.class)
                            .isThrownBy(() -> template.sendAndReceive("client", "thrown", String.class))
                            .withMessageEndingWith("replied 'error'");
                    assertThat(template.sendAndReceive("client", "error", String.class))
                            .isEqualTo("error");
                });
    }

    @Test
    void shouldShowAReplyThatIsNotWhatWasAskedFor() {
        runner.withUserConfiguration(Prices.class)
                .run(context -> assertThatExceptionOfType(MessageConversionException.class)
                        .isThrownBy(() ->
                                context.getBean(ZmqTemplate.class).sendAndReceive("client", "garbage", Price.class))
                        .withMessageStartingWith(
                                "'client' was replied ZmqMessage[frames=1, 7:\"garbage\"], which is no "
                                        + Price.class.getName() + ": "));
    }

    @Test
    void shouldGiveNothingForAnEmptyReply() {
        runner.withUserConfiguration(Prices.class).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);

            assertThat(template.sendAndReceive("client", "none", Price.class)).isNull();
            assertThat(template.sendAndReceiveAsync("client", "none", Price.class))
                    .succeedsWithin(LIMIT)
                    .isNull();
            assertThat(template.sendAndReceive("client", "none", String.class)).isEmpty();
            assertThat(template.sendAndReceive("client", "none", byte[].class)).isEmpty();
        });
    }

    @Test
    void shouldRefuseToSendAListOfStringsWhichAListenerWouldReadAsFrames() {
        runner.withUserConfiguration(Prices.class).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);

            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> template.sendAndReceive("client", List.of("p", "q"), Price.class))
                    .withMessageContaining("ZmqMessage.ofStrings");
            assertThat(template.sendAndReceive("client", List.of(new Price(1)), String.class))
                    .isEqualTo("[{\"CENTS\":1}]");
            assertThat(template.sendAndReceive("client", new String[] {"p", "q"}, String.class))
                    .isEqualTo("[\"P\",\"Q\"]");
        });
    }

    @Test
    void shouldReplyAListOfStringsThatTheRequesterCanRead() {
        runner.withUserConfiguration(Prices.class)
                .run(context -> assertThat(context.getBean(ZmqTemplate.class)
                                .sendAndReceive(
                                        "client", "list", new ParameterizedTypeReference<List<String>>() {}, LIMIT))
                        .containsExactly("p", "q"));
    }

    @Test
    void shouldSendToAReqBehindADelimiter() {
        runner.withUserConfiguration(SendingTo.class)
                .withPropertyValues("zmq.sockets.server.type=router")
                .run(context -> {
                    ReqSocket req = context.getBean(ZmqContext.class)
                            .req(SocketOptions.builder()
                                    .routingId(RoutingId.of("asker"))
                                    .build());
                    req.connect("inproc://server");
                    req.send("text".getBytes(UTF_8));
                    assertThat(req.receive(LIMIT)).isEqualTo("TEXT".getBytes(UTF_8));
                    req.send("frames".getBytes(UTF_8));
                    assertThat(req.receive(LIMIT)).isEqualTo("with its own delimiter".getBytes(UTF_8));
                });
    }

    record Price(int cents) {}

    static class Prices {

        @ZmqListener("server")
        Object answer(String question) {
            return switch (question) {
                case "thrown" -> throw new IllegalStateException("thrown on purpose");
                case "none" -> null;
                case "list" -> List.of("p", "q");
                case "garbage", "error" -> question;
                default -> question.toUpperCase(Locale.ROOT);
            };
        }
    }

    static class SendingTo {

        private final ZmqTemplate template;

        SendingTo(ZmqTemplate template) {
            this.template = template;
        }

        @ZmqListener("server")
        void on(String question, @Header(ZmqHeaders.ROUTING_ID) RoutingId asker) {
            template.sendTo(
                    "server",
                    asker,
                    question.equals("frames")
                            ? ZmqMessage.ofStrings("", "with its own delimiter")
                            : question.toUpperCase(Locale.ROOT));
        }
    }
}
