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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** The Python script, as one peer of the application. */
@SampleTest
class PeerTest {

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
                        Python.with("zmq", "python3-zmq"),
                        Path.of("peer.py").toString(),
                        client.uri("").toString())
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
}
