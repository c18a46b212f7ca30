package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Requesters and proxies of the configuration. */
@Timeout(60)
class RequestersAndProxiesTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));

    private final ApplicationContextRunner echoing = runner.withUserConfiguration(Echo.class)
            .withPropertyValues(
                    "zmq.sockets.echo.type=rep",
                    "zmq.sockets.echo.bind=inproc://echo",
                    "zmq.requesters.echo-client.connect=inproc://echo");

    @Test
    void shouldRequestOverANamedRequester() {
        echoing.withBean(Injected.class).run(context -> {
            assertThat(context).hasSingleBean(NamedRequester.class);
            Injected injected = context.getBean(Injected.class);
            assertThat(injected.requester.request(ZmqMessage.ofStrings("hello")))
                    .isEqualTo(ZmqMessage.ofStrings("HELLO"));
            assertThat(context.getBean(ZmqTemplate.class).sendAndReceive("echo-client", "one", String.class))
                    .isEqualTo("ONE");
            assertThat(context.getBean(ZmqClient.class)
                            .to("echo-client")
                            .awaitPeers(1)
                            .body("two")
                            .request(String.class))
                    .isEqualTo("TWO");
            assertThat(context.getBean(NamedRequester.class).counters().answered())
                    .isEqualTo(3);
        });
    }

    @Test
    void shouldTakeEachProperty() {
        runner.withPropertyValues(
                        "zmq.defaults.options.send-hwm=7",
                        "zmq.requesters.all.bind=inproc://bound",
                        "zmq.requesters.all.connect=inproc://a, inproc://b",
                        "zmq.requesters.all.auto-startup=false",
                        "zmq.requesters.all.timeout=2s",
                        "zmq.requesters.all.attempts=3",
                        "zmq.requesters.all.attempt-timeout=500ms",
                        "zmq.requesters.all.max-in-flight=8",
                        "zmq.requesters.all.when-full=refuse",
                        "zmq.requesters.all.options.receive-hwm=9")
                .run(context -> {
                    NamedRequester requester = context.getBean("all", NamedRequester.class);
                    RequesterOptions options = requester.options();
                    assertThat(requester.state()).isEqualTo(SocketState.NEW);
                    assertThat(requester.definition().bind()).containsExactly("inproc://bound");
                    assertThat(requester.definition().connect()).containsExactly("inproc://a", "inproc://b");
                    assertThat(options.request().timeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(options.request().attempts()).isEqualTo(3);
                    assertThat(options.request().attemptTimeout()).isEqualTo(Duration.ofMillis(500));
                    assertThat(options.maxInFlight()).isEqualTo(8);
                    assertThat(options.whenFull()).isEqualTo(RequesterOptions.WhenFull.REFUSE);
                    assertThat(options.socket().receiveHwm()).isEqualTo(9);
                    assertThat(options.socket().sendHwm()).isEqualTo(7);
                });
    }

    @Test
    void shouldHaveTheReplyTimeoutOfTheTemplateUnlessSet() {
        runner.withPropertyValues("zmq.template.reply-timeout=3s", "zmq.requesters.r.connect=inproc://r")
                .run(context -> assertThat(context.getBean(NamedRequester.class)
                                .options()
                                .request()
                                .timeout())
                        .isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    void shouldBeCustomized() {
        runner.withPropertyValues("zmq.requesters.r.connect=inproc://r")
                .withBean(ZmqRequesterCustomizer.class, () -> (name, options) -> {
                    assertThat(name).isEqualTo("r");
                    options.maxInFlight(5);
                })
                .run(context -> assertThat(
                                context.getBean(NamedRequester.class).options().maxInFlight())
                        .isEqualTo(5));
    }

    @Test
    void shouldExplainARequesterWithoutAnEndpointAndValuesOutOfRange() {
        runner.withPropertyValues("zmq.requesters.r.attempts=2")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("zmq.requesters.r has neither bind nor connect, so no request can leave it."));
        runner.withPropertyValues("zmq.requesters.r.connect=inproc://r", "zmq.requesters.r.max-in-flight=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
                        .hasStackTraceContaining("zmq.requesters.r.max-in-flight")
                        .hasStackTraceContaining("allowed is 1 to 1048576"));
        runner.withPropertyValues("zmq.requesters.r.conect=inproc://r")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("zmq.requesters.r.conect"));
    }

    @Test
    void shouldStopAndGoOnWithTheContext() {
        echoing.run(context -> {
            NamedRequester requester = context.getBean(NamedRequester.class);
            context.getBean(ZmqTemplate.class).sendAndReceive("echo-client", "one", String.class);

            context.getSourceApplicationContext().stop();
            assertThat(requester.state()).isEqualTo(SocketState.STOPPED);
            context.getSourceApplicationContext().start();

            assertThat(requester.isRunning()).isTrue();
            assertThat(context.getBean(ZmqTemplate.class).sendAndReceive("echo-client", "two", String.class))
                    .isEqualTo("TWO");
            assertThat(requester.counters().answered()).isEqualTo(2);
        });
    }

    @Test
    void shouldCloseRequestersAfterTheLastBean() {
        LateRequest[] late = new LateRequest[1];
        echoing.withBean(LateRequest.class)
                .withPropertyValues("zmq.listener.auto-startup=false")
                .run(context -> late[0] = context.getBean(LateRequest.class));

        assertThat(late[0].wasOpen).isTrue();
        assertThat(late[0].requester.isClosed()).isTrue();
    }

    @Test
    void shouldLeaveRequestersAndProxiesOfTheParentToTheParent() {
        echoing.withPropertyValues(
                        "zmq.sockets.front.type=pull",
                        "zmq.sockets.front.bind=inproc://front",
                        "zmq.sockets.back.type=push",
                        "zmq.sockets.back.bind=inproc://back",
                        "zmq.proxies.line.frontend=front",
                        "zmq.proxies.line.backend=back")
                .run(parent -> {
                    runner.withParent(parent)
                            .withPropertyValues("zmq.requesters.echo-client.connect=inproc://echo")
                            .run(child -> {
                                assertThat(child.getBean(ZmqRequesterRegistry.class)
                                                .getRequesters())
                                        .isEmpty();
                                assertThat(child.getBean(ZmqTemplate.class)
                                                .sendAndReceive("echo-client", "child", String.class))
                                        .isEqualTo("CHILD");
                            });
                    assertThat(parent.getBean(NamedRequester.class).isRunning()).isTrue();
                    assertThat(parent.getBean(NamedProxy.class).isRunning()).isTrue();
                });
    }

    private ApplicationContextRunner proxied() {
        return runner.withPropertyValues(
                "zmq.sockets.bus-in.type=pull",
                "zmq.sockets.bus-in.bind=inproc://bus-in",
                "zmq.sockets.bus-out.type=push",
                "zmq.sockets.bus-out.bind=inproc://bus-out",
                "zmq.sockets.seen.type=pub",
                "zmq.sockets.seen.bind=inproc://seen",
                "zmq.sockets.out.type=push",
                "zmq.sockets.out.connect=inproc://bus-in",
                "zmq.sockets.in.type=pull",
                "zmq.sockets.in.connect=inproc://bus-out",
                "zmq.proxies.bus.frontend=bus-in",
                "zmq.proxies.bus.backend=bus-out",
                "zmq.proxies.bus.capture=seen");
    }

    @Test
    void shouldMoveMessagesOverARestartAndAPause() {
        proxied().run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            NamedProxy proxy = context.getBean("bus", NamedProxy.class);
            SubSocket capture = context.getBean(ZmqContext.class).sub();
            capture.subscribe("");
            capture.connect("inproc://seen");
            assertThat(context.getBean("seen", io.zmqspring.core.PubSocket.class)
                            .awaitSubscription("", LIMIT))
                    .isTrue();

            template.send("out", "one");
            assertThat(template.receive("in", String.class, LIMIT)).isEqualTo("one");
            assertThat(capture.receive(LIMIT)).asString().isEqualTo("one");

            proxy.pause();
            template.send("out", "two");
            proxy.stop();
            proxy.start();
            assertThat(proxy.state()).isEqualTo(ZmqProxy.State.PAUSED);
            assertThat(proxy.statistics().frontendReceived().messages()).isZero();
            proxy.resume();
            assertThat(template.receive("in", String.class, LIMIT)).isEqualTo("two");

            context.getSourceApplicationContext().stop();
            assertThat(proxy.isRunning()).isFalse();
            context.getSourceApplicationContext().start();
            template.send("out", "three");
            assertThat(template.receive("in", String.class, LIMIT)).isEqualTo("three");
        });
    }

    @Test
    void shouldStartAProxyWhenItIsTold() {
        proxied().withPropertyValues("zmq.proxies.bus.auto-startup=false").run(context -> {
            NamedProxy proxy = context.getBean(NamedProxy.class);
            assertThat(proxy.state()).isEqualTo(ZmqProxy.State.NEW);
            proxy.start();
            assertThat(proxy.isRunning()).isTrue();
        });
    }

    @Test
    void shouldTakeCommandsOfAControlSocket() {
        proxied()
                .withPropertyValues(
                        "zmq.sockets.control.type=pull",
                        "zmq.sockets.control.bind=inproc://control",
                        "zmq.proxies.bus.control=control")
                .run(context -> {
                    io.zmqspring.core.PushSocket push =
                            context.getBean(ZmqContext.class).push();
                    push.connect("inproc://control");
                    push.send("TERMINATE".getBytes());
                    NamedProxy proxy = context.getBean(NamedProxy.class);
                    org.awaitility.Awaitility.await().atMost(LIMIT).until(() -> !proxy.isRunning());
                });
    }

    @Test
    void shouldExplainWhatAProxyLacks() {
        runner.withPropertyValues("zmq.proxies.bus.auto-startup=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("zmq.proxies.bus.frontend is not set: a proxy moves messages between two"
                                + " sockets."));
        proxied()
                .withPropertyValues("zmq.proxies.bus.backend=no-such")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("no socket named 'no-such'"));
        proxied()
                .withPropertyValues("zmq.proxies.bus.backend=in")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("no message goes from one to the other: frontend=PULL, backend=PULL"));
    }

    static class Echo {

        @ZmqListener("echo")
        String echo(String text) {
            return text.toUpperCase(java.util.Locale.ROOT);
        }
    }

    static class Injected {

        @Autowired
        @Qualifier("echo-client") ZmqRequester requester;
    }

    static class LateRequest implements org.springframework.beans.factory.DisposableBean {

        @Autowired
        NamedRequester requester;

        @Autowired
        ZmqTemplate template;

        boolean wasOpen;

        @Override
        public void destroy() {
            CompletableFuture<String> reply = template.sendAndReceiveAsync("echo-client", "late", String.class);
            wasOpen = requester.isRunning();
            reply.cancel(false);
        }
    }
}
