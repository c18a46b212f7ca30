package io.zmqspring.sample.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PullSocket;
import io.zmqspring.sample.Python;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The quick start of the README, as it stands there, but for the port. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class QuickStartTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PORT = ":5555";
    private static final String NAME = "quickstart.OrdersApplication";

    @TempDir
    private Path folder;

    private final MarkdownPage readme = MarkdownPage.read("README.md");
    private URLClassLoader classes;
    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() throws Exception {
        String java = readme.blocks("java").get(0).text();
        String imports = """
                package quickstart;
                import org.springframework.boot.*;
                import org.springframework.boot.autoconfigure.SpringBootApplication;
                import org.springframework.context.annotation.Bean;
                """;
        assertThat(new SnippetCompiler(folder).compile(NAME, imports + java)).isEmpty();
        Path configuration = folder.resolve("application.yml");
        Files.writeString(configuration, readme.blocks("yaml").get(0).text());

        classes = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        Method main = classes.loadClass(NAME).getMethod("main", String[].class);
        application = SpringApplication.from(arguments -> invoke(main, arguments))
                .run(
                        "--spring.config.location=" + configuration.toUri(),
                        "--spring.main.web-application-type=none",
                        "--zmq.sockets.orders-in.bind=inproc://orders, tcp://127.0.0.1:*",
                        "--zmq.sockets.orders-out.connect=inproc://orders")
                .getApplicationContext();
    }

    @AfterEach
    void stop() throws Exception {
        if (application != null) {
            application.close();
        }
        classes.close();
    }

    @Test
    void shouldPrintWhatTheReadmeShows(CapturedOutput output) {
        String shown = readme.blocks("text").get(0).text();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(output.getOut()).contains("\n" + shown));
    }

    @Test
    void shouldReceiveFromThePythonOfTheReadme(CapturedOutput output) throws Exception {
        String endpoint = application.getBean("orders-in", PullSocket.class).endpoints().stream()
                .map(status -> status.endpoint())
                .filter(each -> each.startsWith("tcp:"))
                .findFirst()
                .orElseThrow();
        String port = endpoint.substring(endpoint.lastIndexOf(':'));
        String code = readme.blocks("python").get(0).text().replace("localhost" + PORT, "127.0.0.1" + port);
        assertThat(code).contains(port);

        Process python = new ProcessBuilder(Python.with("zmq", "python3-zmq"), "-c", code)
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "quick-start.log"))
                .start();

        assertThat(python.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(output.getOut()).contains("received 7 pears"));
    }

    private static void invoke(Method main, String[] arguments) {
        try {
            main.invoke(null, (Object) arguments);
        } catch (IllegalAccessException | InvocationTargetException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
