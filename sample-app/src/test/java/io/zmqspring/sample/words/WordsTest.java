package io.zmqspring.sample.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** A word's way through the application. */
@SampleTest
class WordsTest {

    @Autowired
    private SampleClient client;

    @Autowired
    @Qualifier("words-in") private PullSocket wordsIn;

    @Test
    void shouldSendAndReceiveOneWordAtStart() {
        awaitReceived("HELLO!");
    }

    @Test
    void shouldCarryPostedWordThroughFlowToListener() {
        assertThat(client.post("/send", "good mörning").statusCode()).isEqualTo(202);

        awaitReceived("GOOD MÖRNING!");
    }

    @Test
    void shouldReceiveFromPeerOutsideOverTcp() {
        String tcp = wordsIn.endpoints().stream()
                .map(endpoint -> endpoint.endpoint())
                .filter(endpoint -> endpoint.startsWith("tcp://"))
                .findFirst()
                .orElseThrow();

        try (ZmqContext outside = ZmqContext.create();
                PushSocket peer = outside.push()) {
            peer.connect(tcp);
            peer.send("from outside".getBytes(StandardCharsets.UTF_8));
            awaitReceived("FROM OUTSIDE!");
        }
    }

    private void awaitReceived(String shout) {
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(JsonPath.<List<String>>read(client.get("/received"), "$"))
                        .contains(shout));
    }
}
