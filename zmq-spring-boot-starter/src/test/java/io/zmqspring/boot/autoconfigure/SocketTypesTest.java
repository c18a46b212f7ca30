package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.ChannelSocket;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.GatherSocket;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ScatterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What each type of socket has under {@code zmq.sockets}. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SocketTypesTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Map<SocketType, Class<? extends ZmqSocket>> INTERFACES = Map.ofEntries(
            Map.entry(SocketType.PAIR, PairSocket.class),
            Map.entry(SocketType.PUSH, PushSocket.class),
            Map.entry(SocketType.PULL, PullSocket.class),
            Map.entry(SocketType.SCATTER, ScatterSocket.class),
            Map.entry(SocketType.GATHER, GatherSocket.class),
            Map.entry(SocketType.CHANNEL, ChannelSocket.class),
            Map.entry(SocketType.REQ, ReqSocket.class),
            Map.entry(SocketType.REP, RepSocket.class),
            Map.entry(SocketType.DEALER, DealerSocket.class),
            Map.entry(SocketType.ROUTER, RouterSocket.class),
            Map.entry(SocketType.PUB, PubSocket.class),
            Map.entry(SocketType.SUB, SubSocket.class),
            Map.entry(SocketType.XPUB, XPubSocket.class),
            Map.entry(SocketType.XSUB, XSubSocket.class));

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));

    @ParameterizedTest
    @EnumSource
    void shouldMakeABeanOfTheInterfaceOfItsType(SocketType type) {
        runner.withPropertyValues(
                        "zmq.sockets.it.type=" + type.name().toLowerCase(Locale.ROOT),
                        "zmq.sockets.it.bind=inproc://it")
                .run(context -> assertThat(context.getBean("it", INTERFACES.get(type)))
                        .isSameAs(context.getBean(INTERFACES.get(type)))
                        .returns(type, ZmqSocket::type));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUB", "XSUB"})
    void shouldSubscribeToItsTopicsBeforeItConnectsAndAfterARestart(SocketType type) {
        try (ZmqContext outside = ZmqContext.create();
                PubSocket pub = outside.pub()) {
            String endpoint = pub.bind("tcp://127.0.0.1:*");
            runner.withPropertyValues(
                            "zmq.sockets.it.type=" + type,
                            "zmq.sockets.it.connect=" + endpoint,
                            "zmq.sockets.it.topics=EUR, USD")
                    .run(context -> {
                        assertThat(pub.awaitSubscription("USD", LIMIT)).isTrue();
                        RestartableSocket socket = context.getBean(RestartableSocket.class);
                        socket.stop();
                        await().atMost(LIMIT).until(() -> pub.topics() == 0);
                        socket.start();

                        assertThat(pub.awaitSubscription("USD", LIMIT)).isTrue();
                        pub.send(ZmqMessage.ofStrings("GBP", "1"));
                        pub.send(ZmqMessage.ofStrings("USD", "2"));
                        assertThat(((TopicSubscriber) socket).receiveMessage(LIMIT))
                                .isEqualTo(ZmqMessage.ofStrings("USD", "2"));
                    });
        }
    }

    @Test
    void shouldSubscribeToEverythingWhenTopicsIsEmptyAndToNothingWithoutIt() {
        runner.withPropertyValues(
                        "zmq.sockets.all.type=sub",
                        "zmq.sockets.all.bind=inproc://all",
                        "zmq.sockets.all.topics=",
                        "zmq.sockets.indexed.type=sub",
                        "zmq.sockets.indexed.bind=inproc://indexed",
                        "zmq.sockets.indexed.topics[0]=",
                        "zmq.sockets.none.type=sub",
                        "zmq.sockets.none.bind=inproc://none")
                .run(context -> {
                    assertThat(context.getBean("all", RestartableSocket.class)
                                    .definition()
                                    .topics())
                            .containsExactly("");
                    assertThat(context.getBean("indexed", RestartableSocket.class)
                                    .definition()
                                    .topics())
                            .containsExactly("");
                    assertThat(context.getBean("none", SubSocket.class).topics())
                            .isZero();
                });
    }

    @Test
    void shouldRefuseTopicsOfASocketThatDoesNotSubscribe() {
        runner.withPropertyValues(
                        "zmq.sockets.it.type=pull", "zmq.sockets.it.bind=inproc://it", "zmq.sockets.it.topics=EUR")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseMessage("topics are not for a PULL socket: topics=[EUR], allowed are [SUB, XSUB]")
                        .hasStackTraceContaining("zmq.sockets.it.topics"));
    }

    @ParameterizedTest
    @CsvSource({
        "push, router-mandatory, true, ROUTER",
        "pub, req-relaxed, true, REQ",
        "rep, routing-id, me, ROUTER",
        "sub, xpub-verbose, true, XPUB",
        "pull, overflow-policy, block, XPUB"
    })
    void shouldSayForWhichTypesAnOptionIs(String type, String option, String value, SocketType allowed) {
        runner.withPropertyValues(
                        "zmq.sockets.it.type=" + type,
                        "zmq.sockets.it.bind=inproc://it",
                        "zmq.sockets.it.options." + option + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("zmq.sockets.it.options." + option)
                        .hasStackTraceContaining("is not for a " + type.toUpperCase(Locale.ROOT) + " socket: allowed")
                        .hasStackTraceContaining(allowed.name()));
    }

    @Test
    void shouldExplainAnOptionThatIsNotForItsType(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run(
                        "--zmq.sockets.it.type=push",
                        "--zmq.sockets.it.bind=inproc://it",
                        "--zmq.sockets.it.options.router-mandatory=true"))
                .isInstanceOf(Exception.class);

        assertThat(output)
                .contains("Invalid value 'true' for configuration property"
                        + " 'zmq.sockets.it.options.router-mandatory'")
                .contains("option routerMandatory is not for a PUSH socket: allowed are [ROUTER]");
    }

    @Test
    void shouldLeaveDefaultsThatAreNotForItsTypeToTheOthers() {
        runner.withPropertyValues(
                        "zmq.defaults.options.req-relaxed=true",
                        "zmq.sockets.asking.type=req",
                        "zmq.sockets.asking.connect=inproc://a",
                        "zmq.sockets.pushing.type=push",
                        "zmq.sockets.pushing.connect=inproc://b")
                .run(context -> {
                    assertThat(context.getBean(ReqSocket.class).options().reqRelaxed())
                            .isTrue();
                    assertThat(context.getBean(PushSocket.class).options().isSet(SocketOption.REQ_RELAXED))
                            .isFalse();
                });
    }

    @Test
    void shouldAnnounceTheRoutingIdOfADealer() {
        runner.withPropertyValues(
                        "zmq.sockets.front.type=router",
                        "zmq.sockets.front.bind=inproc://front",
                        "zmq.sockets.back.type=dealer",
                        "zmq.sockets.back.connect=inproc://front",
                        "zmq.sockets.back.options.routing-id=worker-1")
                .run(context -> {
                    context.getBean(DealerSocket.class).send(new byte[] {1});
                    assertThat(context.getBean(RouterSocket.class)
                                    .receiveMessage(LIMIT)
                                    .frame(0))
                            .isEqualTo(RoutingId.of("worker-1").bytes());
                });
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Application {}
}
