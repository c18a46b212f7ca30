package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.sample.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

/** A hub, and workers in a JVM of their own. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sample.ports.market=*",
            "sample.ports.tasks=*",
            "sample.ports.results=*",
            "sample.ports.factors=*",
            "sample.ports.bus-in=*",
            "sample.ports.bus-out=*"
        })
@ActiveProfiles("hub")
@Import(SampleClient.class)
@DirtiesContext
@Timeout(120)
class TwoProcessesTest {

    private static final Duration LIMIT_OF_START = Duration.ofSeconds(60);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Autowired
    private SampleClient client;

    @Autowired
    private Pipeline pipeline;

    @Autowired
    @Qualifier("tasks-out") private RestartableSocket tasks;

    @Autowired
    @Qualifier("results-in") private RestartableSocket results;

    @Autowired
    @Qualifier("factors") private ZmqRequester factors;

    @Autowired
    @Qualifier("bus-in") private RestartableSocket busIn;

    private Process worker;

    @AfterEach
    void endWorker() throws InterruptedException {
        worker.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldWorkAndRespondAndTraceInAnotherProcessAndNoticeItsEnd() throws IOException {
        worker = startWorker();

        await().atMost(LIMIT_OF_START)
                .until(() -> pipeline.done().keySet().containsAll(List.of("child/worker-1", "child/worker-2")));
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(client.get("/bus")).contains("(child)"));
        assertThat(client.get("/factors/15")).contains("[3,5]", "child/");
        assertThat(client.get("/factors/15", TRACE)).contains("\"trace\":\"" + TRACE + "\"");

        worker.destroyForcibly();

        await().atMost(SampleClient.LIMIT).until(() -> tasks.peers().isEmpty());
        assertThat(client.answer("/factors/15").statusCode()).isEqualTo(504);
    }

    private Process startWorker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleApplication.class.getName(),
                        "--spring.profiles.active=worker",
                        "--sample.name=child",
                        "--sample.tasks=" + tcp(tasks),
                        "--sample.results=" + tcp(results),
                        "--sample.factors=" + tcp(factors),
                        "--sample.notes=" + tcp(busIn))
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "worker.log").toFile())
                .start();
    }

    private static String tcp(ZmqConnectable connectable) {
        return connectable.endpoints().stream()
                .map(endpoint -> endpoint.endpoint())
                .filter(endpoint -> endpoint.startsWith("tcp://"))
                .findFirst()
                .orElseThrow();
    }
}
