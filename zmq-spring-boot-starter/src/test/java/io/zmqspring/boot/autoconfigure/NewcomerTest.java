package io.zmqspring.boot.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import jakarta.annotation.PreDestroy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * Mistakes and actions of a newcomer, and the output that follows. {@link FailureAnalysisTest} and {@link
 * FailureHintsTest} have those that end a start with an explanation: a misspelt socket or property, a wrong type, a
 * port in use, a missing endpoint, an endpoint in place of a socket, JSON without Jackson. {@link OperatorLogTest} has
 * the log lines about wrong ports and about listeners that throw, {@link RestartTest} devtools and test classes that
 * take turns.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class NewcomerTest {

    private static final String[] NEVER_GIVES_UP = {
        "--zmq.listener.shutdown-timeout=1h", "--spring.lifecycle.timeout-per-shutdown-phase=1h"
    };
    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shouldGoOnListeningWithVirtualThreads() throws Exception {
        try (OtherProcess process = OtherProcess.of(OnlyListens.class, "--spring.threads.virtual.enabled=true");
                ZmqContext context = ZmqContext.create();
                PushSocket out = context.push()) {
            String endpoint = process.lineAfter("main returns: ");

            out.connect(endpoint);
            out.send("hello".getBytes(UTF_8));
            assertThat(process.lineAfter("received ")).isEqualTo("hello");

            out.send("end".getBytes(UTF_8));
            assertThat(process.exitCode()).isZero();
        }
    }

    @Test
    void shouldFindListenersOfALazyApplication() throws Exception {
        SpringApplication application = new SpringApplication(LazyApplication.class);
        application.setLazyInitialization(true);
        try (ConfigurableApplicationContext context =
                        application.run("--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=tcp://127.0.0.1:*");
                ZmqContext zmq = ZmqContext.create();
                PushSocket out = zmq.push()) {
            out.connect(context.getBean("in", PullSocket.class).lastEndpoint().orElseThrow());

            out.send("hello".getBytes(UTF_8));

            assertThat(SEEN.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void shouldTakeTheSpellingsOfANameForOneSocket() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment", Map.of("ZMQ_SOCKETS_ORDERSIN_BIND", "inproc://environment"))))
                .withPropertyValues(
                        "zmq.sockets.ordersIn.options.receive-hwm=7",
                        "zmq.sockets.orders-in.type=pull",
                        "zmq.sockets.orders-in.bind=inproc://yaml")
                .run(context -> {
                    assertThat(context).hasSingleBean(PullSocket.class);
                    assertThat(context.getBean(ZmqSocketRegistry.class).getSocketNames())
                            .containsExactly("orders-in");
                    PullSocket socket = context.getBean("orders-in", PullSocket.class);
                    assertThat(socket.lastEndpoint()).contains("inproc://environment");
                    assertThat(socket.options().receiveHwm()).isEqualTo(7);
                });
    }

    @Test
    void shouldCloseTheContextFromAListenerAtOnce() throws Exception {
        try (OtherProcess process = OtherProcess.of(OnlyListens.class, NEVER_GIVES_UP)) {
            assertThat(exitCodeAfter(process, "close")).isZero();
        }
    }

    @Test
    void shouldExitFromAListenerAtOnce() throws Exception {
        try (OtherProcess process = OtherProcess.of(OnlyListens.class, NEVER_GIVES_UP)) {
            assertThat(exitCodeAfter(process, "exit")).isEqualTo(3);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldEndByControlCUnderLoadAndCountWhatIsLost() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (OtherProcess process = OtherProcess.of(CountsInOrder.class);
                ZmqContext context = ZmqContext.create();
                PushSocket out = context.push()) {
            out.connect(process.lineAfter("main returns: "));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> {
                        for (long next = 0; !ended.get(); ) {
                            next += out.send(Long.toString(next).getBytes(UTF_8), Duration.ofMillis(100)) ? 1 : 0;
                        }
                    },
                    command -> new Thread(command, "sending").start());
            process.lineAfter("under load");

            process.interrupt();

            String rest = process.rest();
            assertThat(rest).contains("handled in order: true").doesNotContain(" ERROR ", "Exception");
            // What comes between the end of the listener and that of the socket.
            assertThat(rest.lines().filter(line -> line.contains(" WARN ")))
                    .allMatch(line -> line.matches(".*socket 'in' \\(PULL\\) is closed and lost \\d+ messages?: .*"));
            assertThat(process.exitCode()).isEqualTo(130);
            ended.set(true);
            sending.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldSayThatTwoListenersShareASocket(CapturedOutput output) {
        SpringApplication.run(TwoListeners.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=inproc://two")
                .close();

        assertThat(output)
                .containsPattern("WARN.*listeners 'first' and 'second' share socket 'in': each message reaches only one"
                        + " of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kotlinx-coroutines-reactor", "kotlin-reflect"})
    void shouldNameTheLibrariesOfASuspendFunction(String missing) throws Exception {
        String application = "io.zmqspring.boot.autoconfigure.SuspendingApplication";
        try (OtherProcess process = OtherProcess.without(missing, Starts.class, application)) {
            assertThat(process.rest())
                    .contains("APPLICATION FAILED TO START")
                    .contains("SuspendingApplication.on(")
                    .contains("is a suspend function, which needs org.jetbrains.kotlinx:kotlinx-coroutines-reactor and"
                            + " org.jetbrains.kotlin:kotlin-reflect: add both");
            assertThat(process.exitCode()).isOne();
        }
    }

    /** {@return the exit code of a process that ends after the message, long before its shutdown timeouts} */
    private static int exitCodeAfter(OtherProcess process, String message) throws Exception {
        try (ZmqContext context = ZmqContext.create();
                PushSocket out = context.push()) {
            out.connect(process.lineAfter("main returns: "));
            out.send(message.getBytes(UTF_8));
            process.lineAfter("received " + message);
            return process.exitCode();
        }
    }

    @Test
    void shouldGiveEmptyFramesAsEmptyPayloads() throws Exception {
        Set<String> seen = new HashSet<>();
        try (ConfigurableApplicationContext context = SpringApplication.run(
                EmptyPayloads.class,
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://e1,inproc://e2,inproc://e3,inproc://e4,inproc://e5")) {
            for (int i = 0; i < 1000 && seen.size() < 5; i++) {
                context.getBean(ZmqTemplate.class).send("out", new byte[0]);
                seen.add(SEEN.poll(10, TimeUnit.SECONDS));
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("bytes 0", "buffer 0", "text ''", "message ''", "optional null");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class EmptyPayloads {

        @ZmqListener(type = "pull", bind = "inproc://e1")
        void bytes(byte[] body) {
            SEEN.add("bytes " + body.length);
        }

        @ZmqListener(type = "pull", bind = "inproc://e2")
        void buffer(ByteBuffer body) {
            SEEN.add("buffer " + body.remaining());
        }

        @ZmqListener(type = "pull", bind = "inproc://e3")
        void text(String text) {
            SEEN.add("text '" + text + "'");
        }

        @ZmqListener(type = "pull", bind = "inproc://e4")
        void message(Message<String> message) {
            SEEN.add("message '" + message.getPayload() + "'");
        }

        @ZmqListener(type = "pull", bind = "inproc://e5")
        void optional(@Payload(required = false) @Nullable String text) {
            SEEN.add("optional " + text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    @Import(OrdinaryComponent.class)
    static class LazyApplication {}

    @Component
    static class OrdinaryComponent {

        @ZmqListener("in")
        void on(String text) {
            SEEN.add(text);
        }
    }

    /** An application that does nothing but listen, and ends when it is told to. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ZmqAutoConfiguration.class, LifecycleAutoConfiguration.class})
    static class OnlyListens {

        private final ConfigurableApplicationContext context;

        OnlyListens(ConfigurableApplicationContext context) {
            this.context = context;
        }

        public static void main(String[] arguments) {
            List<String> all =
                    new ArrayList<>(List.of("--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=tcp://127.0.0.1:*"));
            all.addAll(List.of(arguments));
            ConfigurableApplicationContext context =
                    SpringApplication.run(OnlyListens.class, all.toArray(String[]::new));
            System.out.println("main returns: "
                    + context.getBean("in", PullSocket.class).lastEndpoint().orElseThrow());
        }

        @ZmqListener("in")
        void on(String text) {
            System.out.println("received " + text);
            switch (text) {
                case "end" -> new Thread(context::close).start();
                case "close" -> context.close();
                case "exit" -> System.exit(3);
                default -> {}
            }
        }
    }

    /** An application whose listener looks whether a number is missing. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ZmqAutoConfiguration.class, LifecycleAutoConfiguration.class})
    static class CountsInOrder {

        private long next;
        private boolean inOrder = true;

        public static void main(String[] arguments) {
            PullSocket in = SpringApplication.run(
                            CountsInOrder.class,
                            "--zmq.sockets.in.type=pull",
                            "--zmq.sockets.in.bind=tcp://127.0.0.1:*")
                    .getBean("in", PullSocket.class);
            System.out.println("main returns: " + in.lastEndpoint().orElseThrow());
        }

        @ZmqListener("in")
        void on(String number) {
            inOrder &= Long.parseLong(number) == next++;
            if (next == 10_000) {
                System.out.println("under load");
            }
        }

        @PreDestroy
        void tell() {
            System.out.println("handled in order: " + inOrder);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class TwoListeners {

        @ZmqListener(id = "first", value = "in")
        void first(String text) {}

        @ZmqListener(id = "second", value = "in")
        void second(String text) {}
    }

    /** Starts the application that its argument names. */
    static class Starts {

        public static void main(String[] arguments) throws ClassNotFoundException {
            SpringApplication.run(
                            Class.forName(arguments[0]),
                            "--zmq.sockets.in.type=pull",
                            "--zmq.sockets.in.bind=inproc://in")
                    .close();
        }
    }
}
