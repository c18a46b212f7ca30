package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.sample.pipeline.Pipeline;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** The Python script, as one peer of the application. */
@SampleTest
class PeerTest {

    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    @Autowired
    private SampleClient client;

    @Autowired
    private Pipeline pipeline;

    @Autowired
    @Qualifier("market-out") private PubSocket marketOut;

    @Autowired
    @Qualifier("factors") private ZmqRequester factors;

    private Process peer;

    @BeforeEach
    void startPeer() throws IOException {
        peer = new ProcessBuilder(
                        python(), Path.of("peer.py").toString(), client.uri("").toString())
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "peer.log"))
                .start();
    }

    @AfterEach
    void endPeer() throws InterruptedException {
        if (peer != null) {
            peer.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            await().atMost(SampleClient.LIMIT).until(() -> factors.peers().size() == 2);
        }
    }

    @Test
    void shouldWorkAnswerListenAndSpeak() {
        await().atMost(SampleClient.LIMIT).until(() -> {
            pipeline.send(100);
            return pipeline.done().containsKey("python");
        });
        Set<String> responders = new HashSet<>();
        await().atMost(SampleClient.LIMIT).until(() -> {
            responders.add(JsonPath.read(client.get("/factors/12"), "$.responder"));
            return responders.contains("python");
        });
        await().atMost(SampleClient.LIMIT).until(() -> marketOut.topics() == 3);
        await().atMost(SampleClient.LIMIT).untilAsserted(() -> {
            client.post("/prices/EURUSD", "1.1625");
            assertThat(client.get("/bus")).contains("python: EURUSD is at 1.1625 (python)");
        });
    }

    private static String python() throws IOException {
        Optional<String> python = PYTHONS.stream().filter(PeerTest::hasZmq).findFirst();
        if (python.isEmpty()) {
            String reason = "no Python with pyzmq: on Debian, apt-get install python3-zmq";
            if (Boolean.parseBoolean(System.getenv("ZMQ_PYTHON_REQUIRED"))) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return python.orElseThrow();
    }

    private static boolean hasZmq(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import zmq")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
