package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an operator reads in the log of an application that runs. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class OperatorLogTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void shouldSayWhereASocketListensAndThatItHasAPeer(CapturedOutput output) {
        run(
                Application.class,
                context -> {
                    String endpoint = context.getBean("in", PullSocket.class).endpoints().stream()
                            .map(EndpointStatus::endpoint)
                            .filter(bound -> bound.startsWith("tcp"))
                            .findFirst()
                            .orElseThrow();
                    awaitLine(output, "INFO", "socket 'in' (PULL) listens at " + endpoint);
                    awaitLine(output, "INFO", "socket 'out' (PUSH) is connected to inproc://b: PULL at ");
                    try (ZmqContext zmq = ZmqContext.create();
                            PushSocket push = zmq.push()) {
                        push.connect(endpoint);
                        awaitLine(
                                output, "INFO", "socket 'in' (PULL) has its first peer at " + endpoint + ": PUSH at ");
                    }
                },
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=tcp://127.0.0.1:*,inproc://b",
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://b");
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void shouldSayThatTheLastPeerHasLeftAndThatThereIsOneAgain(CapturedOutput output) {
        run(
                Application.class,
                context -> {
                    String endpoint = context.getBean("in", PullSocket.class)
                            .endpoints()
                            .get(0)
                            .endpoint();
                    String socket = "socket 'in' (PULL) ";
                    try (ZmqContext zmq = ZmqContext.create();
                            PushSocket stays = zmq.push()) {
                        stays.connect(endpoint);
                        awaitLine(output, "INFO", socket + "has its first peer at " + endpoint);
                        try (PushSocket leaves = zmq.push()) {
                            leaves.connect(endpoint);
                            awaitPeers(context, 2);
                        }
                        awaitPeers(context, 1);
                    }
                    awaitLine(output, "INFO", socket + "has no peer any more at " + endpoint + ": tcp://127.0.0.1:");
                    assertThat(lines(output, "has no peer any more")).isOne();
                    try (ZmqContext zmq = ZmqContext.create();
                            PushSocket back = zmq.push()) {
                        back.connect(endpoint);
                        awaitLine(output, "INFO", socket + "has a peer again at " + endpoint + ": PUSH at ");
                    }
                },
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=tcp://127.0.0.1:*");
        assertThat(output).doesNotContain("WARN");
    }

    private static void awaitPeers(ConfigurableApplicationContext context, int peers) {
        PullSocket in = context.getBean("in", PullSocket.class);
        await().atMost(LIMIT).until(() -> in.counters().connections() == peers);
    }

    @Test
    void shouldSayOnceThatNothingListensAndThenThatItIsThere(CapturedOutput output) {
        try (ZmqContext zmq = ZmqContext.create()) {
            String endpoint;
            try (PullSocket pull = zmq.pull()) {
                endpoint = pull.bind("tcp://127.0.0.1:*");
            }
            run(
                    Application.class,
                    context -> {
                        awaitLine(output, "WARN", "socket 'out' (PUSH) cannot connect to " + endpoint + ": ");
                        PushSocket out = context.getBean("out", PushSocket.class);
                        await().atMost(LIMIT).until(() -> out.counters().reconnects() > 5);
                        try (PullSocket pull = zmq.pull()) {
                            pull.bind(endpoint);
                            awaitLine(output, "INFO", "socket 'out' (PUSH) is connected to " + endpoint + " after ");
                        }
                        awaitLine(output, "WARN", "socket 'out' (PUSH) lost its connection to " + endpoint + ": ");
                    },
                    "--zmq.sockets.out.type=push",
                    "--zmq.sockets.out.connect=" + endpoint,
                    "--zmq.sockets.out.options.reconnect-interval=5ms");
            assertThat(lines(output, "cannot connect to " + endpoint)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldSayThatAPeerIsOfTheWrongType(CapturedOutput output) {
        try (ZmqContext zmq = ZmqContext.create();
                PairSocket pair = zmq.pair()) {
            String endpoint = pair.bind("tcp://127.0.0.1:*");
            run(
                    Application.class,
                    context -> awaitLine(output, "WARN", "socket 'out' (PUSH) handshake with "),
                    "--zmq.sockets.out.type=push",
                    "--zmq.sockets.out.connect=" + endpoint);
        }
        assertThat(output.getAll())
                .containsPattern("WARN.*socket 'out' \\(PUSH\\) handshake with .* failed at tcp.*PAIR");
    }

    @Test
    void shouldLogNoConnectionWhenItIsSwitchedOff(CapturedOutput output) {
        run(
                Application.class,
                context -> {
                    context.getBean(ZmqTemplate.class).send("out", "text");
                    assertThat(context.getBean("in", PullSocket.class).receive(LIMIT))
                            .isNotNull();
                },
                "--zmq.monitor.log=false",
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=inproc://off",
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://off");
        assertThat(output).doesNotContain("socket 'in'").doesNotContain("socket 'out'");
    }

    @Test
    void shouldSayHowManyMessagesAreLostWhenASocketStops(CapturedOutput output) {
        run(
                Application.class,
                context -> {
                    for (int i = 0; i < 500; i++) {
                        context.getBean(ZmqTemplate.class).send("out", "text");
                    }
                },
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://nobody",
                "--zmq.sockets.out.options.linger=0");

        assertThat(output.getAll())
                .containsPattern("WARN.*socket 'out' \\(PUSH\\) is closed and lost 500 messages: 0 not received, 500"
                        + " not sent within its linger");
    }

    @Test
    void shouldSayHowManyMessagesWereAcceptedThatNoListenerTook(CapturedOutput output) {
        run(
                Listening.class,
                context -> {
                    context.getBean("listener", ZmqMessageListenerContainer.class)
                            .stop();
                    for (int i = 0; i < 7; i++) {
                        context.getBean(ZmqTemplate.class).send("out", "text");
                    }
                    await().atMost(LIMIT)
                            .until(() -> context.getBean("in", PullSocket.class)
                                            .counters()
                                            .queuedToReceive()
                                    == 7);
                },
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=inproc://late",
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://late");

        assertThat(output.getAll())
                .containsPattern(
                        "WARN.*socket 'in' \\(PULL\\) is closed and lost 7 messages: 7 not received, 0 not sent");
    }

    @Test
    void shouldSayOnceThatCodeAndAListenerReceiveFromOneSocket(CapturedOutput output) {
        run(
                Listening.class,
                context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    template.receive("in", String.class, Duration.ZERO);
                    template.receive("in", String.class, Duration.ZERO);
                    template.receive("alone", String.class, Duration.ZERO);
                },
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=inproc://shared",
                "--zmq.sockets.alone.type=pull",
                "--zmq.sockets.alone.bind=inproc://alone");

        assertThat(output)
                .containsOnlyOnce("socket 'in' is received from by code and by listener 'listener': each message"
                        + " reaches only one of them")
                .doesNotContain("socket 'alone' is received from");
    }

    @Test
    void shouldShowOnALimitedNumberOfLinesWhatCannotBeConverted(CapturedOutput output) {
        run(
                Listening.class,
                context -> {
                    context.getBean(ZmqTemplate.class).send("out", new byte[] {0, (byte) 0xff});
                    for (int i = 0; i < 200; i++) {
                        context.getBean(ZmqTemplate.class).send("out", "{no json");
                    }
                    ZmqMessageListenerContainer container =
                            context.getBean("listener", ZmqMessageListenerContainer.class);
                    await().atMost(LIMIT).until(() -> container.getCounters().failed() == 201);
                },
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=inproc://garbage",
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://garbage");

        assertThat(output)
                .contains("listener 'listener' on socket 'in' could not convert ZmqMessage[frames=1, 2:00ff]: ")
                .contains("could not convert ZmqMessage[frames=1, 8:\"{no json\"]: ")
                .doesNotContain("\tat ");
        assertThat(lines(output, "could not convert")).isBetween(2L, 15L);
    }

    @Test
    void shouldSayWhichListenersThereAreWhereSettingsAreForAnother(CapturedOutput output) {
        run(
                Listening.class,
                context -> {},
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=inproc://in",
                "--zmq.listener.containers.listener.concurrency=2",
                "--zmq.listener.containers.lisener.concurrency=2");

        assertThat(output.getAll().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("zmq.listener.containers[lisener] is for a listener with id 'lisener', and there is none now:"
                        + " known are [listener]");
    }

    @Test
    void shouldNotWarnOfPeersThatEndWithTheApplication(CapturedOutput output) {
        run(WithAServer.class, context -> {
            String endpoint = context.getBean(RepSocket.class).lastEndpoint().orElseThrow();
            context.getBean(ZmqSocketRegistry.class)
                    .register(SocketDefinition.of("client", SocketType.REQ).withConnect(endpoint))
                    .start();
            awaitLine(output, "INFO", "socket 'client' (REQ) is connected to " + endpoint);
        });

        assertThat(output).doesNotContain("WARN");
    }

    private static void run(
            Class<?> application, ThrowingConsumer<ConfigurableApplicationContext> with, String... arguments) {
        try (ConfigurableApplicationContext context = SpringApplication.run(application, arguments)) {
            with.accept(context);
        }
    }

    private static void awaitLine(CapturedOutput output, String level, String text) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(output.getAll().lines())
                        .anyMatch(line -> line.contains(level) && line.contains(text)));
    }

    private static long lines(CapturedOutput output, String text) {
        return output.getAll().lines().filter(line -> line.contains(text)).count();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Application {}

    record Price(String symbol, int cents) {}

    static class Listening extends Application {

        @ZmqListener(id = "listener", socket = "in")
        void on(Price price) {}
    }

    static class WithAServer extends Application {

        /** Ends before named sockets do. */
        @Bean
        RepSocket server(ZmqContext zmq, LostPeer lostPeer) {
            RepSocket server = zmq.rep();
            server.bind("tcp://127.0.0.1:*");
            return server;
        }

        @Bean
        LostPeer lostPeer(ZmqSocketRegistry sockets) {
            return new LostPeer(sockets);
        }
    }

    /** Lets named sockets close when the client has seen that its server has ended. */
    record LostPeer(ZmqSocketRegistry sockets) implements DisposableBean {

        @Override
        public void destroy() {
            await().atMost(LIMIT)
                    .until(() -> sockets.getSocket("client").counters().reconnects() > 0);
        }
    }
}
