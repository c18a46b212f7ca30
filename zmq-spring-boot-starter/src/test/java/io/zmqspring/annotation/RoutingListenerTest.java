package io.zmqspring.annotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageBuilder;

/** Listeners that know who asks: on ROUTER, and on DEALER behind one. */
@Timeout(60)
class RoutingListenerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.server.bind=inproc://server");

    @Test
    void shouldAnswerAPeerOfARouterThatAsksWithoutADelimiter() {
        runner.withUserConfiguration(RequestListenerTest.Answering.class)
                .withPropertyValues("zmq.sockets.server.type=router")
                .run(context -> {
                    DealerSocket dealer = context.getBean(ZmqContext.class).dealer();
                    dealer.connect("inproc://server");
                    dealer.send("now".getBytes(UTF_8));
                    assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("NOW"));
                    dealer.send("none".getBytes(UTF_8));
                    assertThat(dealer.receiveMessage(LIMIT)).as("null").isEqualTo(ZmqMessage.ofStrings(""));
                    dealer.send("thrown".getBytes(UTF_8));
                    assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("error"));
                    dealer.send(ZmqMessage.ofStrings("", "now"));
                    assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("", "NOW"));
                });
    }

    @Test
    void shouldAnswerForAVoidMethodOfARouterWhoeverAsksWithADelimiter() {
        runner.withUserConfiguration(RequestListenerTest.Noting.class)
                .withPropertyValues("zmq.sockets.server.type=router")
                .run(context -> {
                    ReqSocket req = RequestListenerTest.req(context.getBean(ZmqContext.class));
                    assertThat(RequestListenerTest.ask(req, "one")).isEmpty();
                    assertThat(RequestListenerTest.ask(req, "bad")).isEqualTo("error");

                    DealerSocket dealer = context.getBean(ZmqContext.class).dealer();
                    dealer.connect("inproc://server");
                    dealer.send("one way".getBytes(UTF_8));
                    dealer.send(ZmqMessage.ofStrings("", "two"));
                    assertThat(dealer.receiveMessage(LIMIT))
                            .as("nothing for a message without a delimiter")
                            .isEqualTo(ZmqMessage.ofStrings("", ""));
                    dealer.send(ZmqMessage.ofStrings("7", "", "three"));
                    assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("7", "", ""));
                });
    }

    @Test
    void shouldAnswerAReqOfARouterWhoseResultGoesElsewhere() {
        runner.withUserConfiguration(RequestListenerTest.Forwarding.class)
                .withPropertyValues(
                        "zmq.sockets.server.type=router",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=inproc://out",
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.connect=inproc://out")
                .run(context -> {
                    ReqSocket req = RequestListenerTest.req(context.getBean(ZmqContext.class));
                    assertThat(RequestListenerTest.ask(req, "one")).isEmpty();
                    assertThat(context.getBean(ZmqTemplate.class).receive("in", String.class, LIMIT))
                            .isEqualTo("ONE");
                });
    }

    @Test
    void shouldAnswerAReqThatNumbersItsRequests() {
        runner.withUserConfiguration(RequestListenerTest.Answering.class)
                .withPropertyValues("zmq.sockets.server.type=router")
                .run(context -> {
                    ReqSocket req = context.getBean(ZmqContext.class)
                            .req(SocketOptions.builder().reqCorrelate(true).build());
                    req.connect("inproc://server");
                    assertThat(RequestListenerTest.ask(req, "now")).isEqualTo("NOW");
                    assertThat(RequestListenerTest.ask(req, "none")).isEmpty();
                    assertThat(RequestListenerTest.ask(req, "thrown")).isEqualTo("error");
                });
    }

    @Test
    void shouldHaveManyRequestsOfARouterInHandling() {
        runner.withUserConfiguration(RequestListenerTest.Held.class)
                .withPropertyValues("zmq.sockets.server.type=router")
                .run(context -> {
                    DealerSocket dealer = context.getBean(ZmqContext.class).dealer();
                    dealer.connect("inproc://server");
                    RequestListenerTest.Held listener = context.getBean(RequestListenerTest.Held.class);
                    dealer.send("first".getBytes(UTF_8));
                    dealer.send("second".getBytes(UTF_8));
                    CompletableFuture<String> first = listener.take();
                    CompletableFuture<String> second = listener.take();

                    second.complete("2");
                    assertThat(dealer.receive(LIMIT)).isEqualTo("2".getBytes(UTF_8));
                    first.complete("1");
                    assertThat(dealer.receive(LIMIT)).isEqualTo("1".getBytes(UTF_8));
                });
    }

    @Test
    void shouldGiveTheRoutingIdInEachForm() throws Exception {
        runner.withUserConfiguration(Identified.class)
                .withPropertyValues("zmq.sockets.server.type=router")
                .run(context -> {
                    DealerSocket dealer = context.getBean(ZmqContext.class)
                            .dealer(SocketOptions.builder()
                                    .routingId(RoutingId.of("worker"))
                                    .build());
                    dealer.connect("inproc://server");
                    dealer.send("hello".getBytes(UTF_8));

                    assertThat(context.getBean(Identified.class).seen.poll(10, TimeUnit.SECONDS))
                            .isEqualTo(List.of(
                                    "hello",
                                    RoutingId.of("worker"),
                                    "worker",
                                    "worker",
                                    ZmqMessage.ofStrings("worker"),
                                    ZmqMessage.ofStrings("worker", "hello"),
                                    ZmqMessage.ofStrings("hello")));
                });
    }

    @Test
    void shouldAnswerLaterByTheHeadersOfTheRequest() {
        runner.withUserConfiguration(Deferred.class)
                .withPropertyValues("zmq.sockets.server.type=router")
                .run(context -> {
                    ReqSocket req = RequestListenerTest.req(context.getBean(ZmqContext.class));
                    assertThat(RequestListenerTest.ask(req, "later")).isEqualTo("LATER");

                    DealerSocket dealer = context.getBean(ZmqContext.class).dealer();
                    dealer.connect("inproc://server");
                    dealer.send("to".getBytes(UTF_8));
                    assertThat(dealer.receive(LIMIT)).isEqualTo("TO".getBytes(UTF_8));
                });
    }

    @Test
    void shouldAnswerAsAWorkerBehindARouter() {
        runner.withUserConfiguration(RequestListenerTest.Answering.class)
                .withPropertyValues("zmq.sockets.server.type=dealer", "zmq.sockets.server.options.routing-id=w")
                .run(context -> {
                    RouterSocket router = context.getBean(ZmqContext.class)
                            .router(SocketOptions.builder()
                                    .routerMandatory(true)
                                    .build());
                    router.connect("inproc://server");
                    assertThat(router.awaitPeers(1, LIMIT)).isTrue();
                    router.send("w".getBytes(UTF_8), "now".getBytes(UTF_8));
                    assertThat(router.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("w", "NOW"));
                    router.send("w".getBytes(UTF_8), ZmqMessage.ofStrings("", "none"));
                    assertThat(router.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("w", "", ""));
                });
    }

    static class Identified {

        final BlockingQueue<List<Object>> seen = new LinkedBlockingQueue<>();

        @ZmqListener("server")
        void on(
                String text,
                @Header(ZmqHeaders.ROUTING_ID) RoutingId id,
                @Header(ZmqHeaders.ROUTING_ID) String idText,
                @Header(ZmqHeaders.ROUTING_ID) byte[] idBytes,
                @Header(ZmqHeaders.REPLY_TO) ZmqMessage replyTo,
                ZmqMessage all,
                @Payload ZmqMessage payload) {
            seen.add(List.of(text, id, idText, new String(idBytes, UTF_8), replyTo, all, payload));
        }
    }

    static class Deferred {

        private final ZmqTemplate template;

        Deferred(ZmqTemplate template) {
            this.template = template;
        }

        @ZmqListener("server")
        void on(
                String text,
                @Header(ZmqHeaders.REPLY_TO) ZmqMessage replyTo,
                @Header(ZmqHeaders.ROUTING_ID) RoutingId routingId) {
            String answer = text.toUpperCase(Locale.ROOT);
            if (text.equals("to")) {
                template.sendTo("server", routingId, answer);
            } else {
                template.send(MessageBuilder.withPayload(answer)
                        .setHeader(ZmqHeaders.SOCKET, "server")
                        .setHeader(ZmqHeaders.REPLY_TO, replyTo)
                        .build());
            }
        }
    }
}
