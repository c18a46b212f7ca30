package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/** What somebody sees who uses the starter for the first time and does something that is easily done. */
@Timeout(120)
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
            out.send("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(process.lineAfter("received ")).isEqualTo("hello");

            out.send("end".getBytes(StandardCharsets.UTF_8));
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

            out.send("hello".getBytes(StandardCharsets.UTF_8));

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

    /** {@return the exit code of a process that ends after the message, long before its shutdown timeouts} */
    private static int exitCodeAfter(OtherProcess process, String message) throws Exception {
        try (ZmqContext context = ZmqContext.create();
                PushSocket out = context.push()) {
            out.connect(process.lineAfter("main returns: "));
            out.send(message.getBytes(StandardCharsets.UTF_8));
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

    /** An application in a JVM of its own. */
    private record OtherProcess(Process process, BufferedReader output) implements AutoCloseable {

        static OtherProcess of(Class<?> application, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    application.getName()));
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new OtherProcess(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        /** {@return what follows the text in the next line that begins with it} */
        String lineAfter(String beginning) throws IOException {
            StringBuilder seen = new StringBuilder();
            @Nullable String line;
            do {
                line = output.readLine();
                seen.append(line).append('\n');
            } while (line != null && !line.startsWith(beginning));
            assertThat(line)
                    .as("line that begins with '%s' in: %s", beginning, seen)
                    .isNotNull();
            return line.substring(beginning.length());
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("process has ended")
                    .isTrue();
            return process.exitValue();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }
}
