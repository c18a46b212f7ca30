package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.template.ZmqTemplate;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

/** Each line that {@code troubleshooting.md} shows is one that the starter writes, but for the numbers in it. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class TroubleshootingPageTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final List<String> shown = Page.of("troubleshooting").blocks("text");
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class));

    @Test
    void shouldShowAnAddressThatIsWrong(CapturedOutput output) throws IOException {
        runner.withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.connect=tcp://localhost:" + freePort())
                .run(context -> awaitShown(output, 0));
    }

    @Test
    void shouldShowTypesThatDoNotFit(CapturedOutput output) {
        runner.withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.auto-startup=false")
                .run(context -> {
                    PubSocket pub = context.getBean(ZmqContext.class).pub();
                    context.getBean("out", PushSocket.class)
                            .connect(pub.bind(ANY_PORT).replace("127.0.0.1", "localhost"));
                    context.getBean("out", RestartableSocket.class).start();

                    awaitShown(output, 1);
                });
    }

    @Test
    void shouldShowMessagesThatCannotBeConverted(CapturedOutput output) {
        receiving().withBean(Orders.class).run(context -> {
            PushSocket push = connected(context);
            push.send("not json".getBytes(StandardCharsets.UTF_8));
            push.send(ZmqMessage.ofStrings("a", "b"));

            awaitShown(output, 2);
        });
    }

    @Test
    void shouldShowASubscriberWithoutRoom(CapturedOutput output) {
        runner.withPropertyValues(
                        "zmq.sockets.out.type=pub",
                        "zmq.sockets.out.bind=" + ANY_PORT,
                        "zmq.sockets.out.options.send-hwm=1")
                .run(context -> {
                    SubSocket sub = context.getBean(ZmqContext.class)
                            .sub(SocketOptions.builder().receiveHwm(1).build());
                    sub.connect(endpoint(context, "out"));
                    sub.subscribe("");
                    PubSocket pub = context.getBean("out", PubSocket.class);
                    assertThat(pub.awaitSubscription("", LIMIT)).isTrue();
                    await().atMost(LIMIT).until(() -> {
                        pub.send(new byte[100_000]);
                        return pub.counters().dropped() > 0;
                    });
                    awaitShown(output, 3);
                });
    }

    @Test
    void shouldShowASendThatBlocksAndWhatIsLostAtTheEnd(CapturedOutput output) {
        runner.withPropertyValues(
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://nobody",
                        "zmq.sockets.out.options.send-hwm=3",
                        "zmq.defaults.options.linger=0s",
                        "zmq.template.send-timeout=1s")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    Throwable timeout = catchThrowable(() -> {
                        while (true) {
                            template.send("out", "x");
                        }
                    });
                    assertShown(4, timeout.getClass().getSimpleName() + ": " + timeout.getMessage());
                });
        awaitShown(output, 5);
    }

    @Test
    void shouldShowRequestsWithoutAReply() {
        runner.withPropertyValues(
                        "zmq.sockets.in.type=rep",
                        "zmq.sockets.in.bind=tcp://localhost:*",
                        "zmq.sockets.out.type=req",
                        "zmq.sockets.out.auto-startup=false",
                        "zmq.template.reply-timeout=1s")
                .run(context -> {
                    ReqSocket req = context.getBean("out", ReqSocket.class);
                    req.connect(endpoint(context, "in").replace("127.0.0.1", "localhost"));
                    context.getBean("out", RestartableSocket.class).start();
                    Throwable timeout = catchThrowable(
                            () -> context.getBean(ZmqTemplate.class).sendAndReceive("out", "x", String.class));
                    assertShown(6, timeout.getClass().getSimpleName() + ": " + timeout.getMessage());

                    req.send(new byte[0]);
                    Throwable again = catchThrowable(() -> req.send(new byte[0]));
                    assertShown(7, again.getClass().getSimpleName() + ": " + again.getMessage());
                });
    }

    @Test
    void shouldShowAPeerThatIsSilent(CapturedOutput output) throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            runner.withPropertyValues(
                            "zmq.sockets.out.type=push",
                            "zmq.sockets.out.connect=tcp://127.0.0.1:" + silent.getLocalPort(),
                            "zmq.sockets.out.options.heartbeat.interval=1s")
                    .run(context -> {
                        try (Socket peer = silent.accept()) {
                            SilentPeer.shakeHands(peer, "PULL");
                            awaitShown(output, 8);
                        }
                    });
        }
    }

    @Test
    void shouldShowAFrameThatIsTooLarge(CapturedOutput output) {
        receiving()
                .withPropertyValues("zmq.sockets.in.options.max-message-size=2KB")
                .run(context -> {
                    connected(context).send(new byte[5000]);

                    awaitShown(output, 9);
                });
    }

    @Test
    void shouldShowStartsThatFail(CapturedOutput output) {
        try (ZmqContext other = ZmqContext.create();
                PullSocket owner = other.pull()) {
            fail("--zmq.sockets.a.bind=" + owner.bind(ANY_PORT));
            awaitShown(output, 10);
        }
        fail("--zmq.sockets.a.bind=ipc:///no/such/directory/a");
        awaitShown(output, 11);
        fail("--zmq.sockets.a.binds=" + ANY_PORT);
        awaitShown(output, 12);
    }

    @Test
    void shouldShowAStartWithoutALibraryForJson(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class, Orders.class);
        application.setResourceLoader(new DefaultResourceLoader(new FilteredClassLoader("tools.jackson")));
        fail(application, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=inproc://in");

        awaitShown(output, 13);
        assertThat(shown).hasSize(14);
    }

    private static void fail(String argument) {
        fail(new SpringApplication(Application.class), "--zmq.sockets.a.type=pull", argument);
    }

    private static void fail(SpringApplication application, String... arguments) {
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThat(catchThrowable(() -> application.run(arguments))).isNotNull();
    }

    private ApplicationContextRunner receiving() {
        return runner.withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=" + ANY_PORT);
    }

    private static PushSocket connected(ApplicationContext context) {
        PushSocket push = context.getBean(ZmqContext.class).push();
        push.connect(endpoint(context, "in"));
        return push;
    }

    private static String endpoint(ApplicationContext context, String socket) {
        return context.getBean(socket, RestartableSocket.class).bindings().get(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private void awaitShown(CapturedOutput output, int block) {
        for (String line : sentences(shown.get(block))) {
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(withoutNumbers(output.getOut())).contains(line));
        }
    }

    private void assertShown(int block, String message) {
        assertThat(sentences(shown.get(block))).containsExactly(withoutNumbers(message));
    }

    /** {@return the log lines of a block, each of which may be broken into two} */
    private static List<String> sentences(String block) {
        return List.of(withoutNumbers(block).split(" (?=listener ')"));
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("\\d+(\\.\\d+)?", "N")
                .replaceAll("\\b[\\w.]+\\.(?=Order\\b)", "")
                .replaceAll("\\s+", " ")
                .trim();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Application {}

    static class Orders {

        @ZmqListener(id = "orders", value = "in")
        void on(Order order) {}
    }
}
