package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The whole application, seen from outside. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void shouldSendAndReceiveOneWordAtStart() {
        awaitReceived("HELLO!");
    }

    @Test
    void shouldCarryPostedWordThroughFlowToListener() throws Exception {
        HttpResponse<String> response = send(
                request("/send").POST(BodyPublishers.ofString("good mörning")).build());

        assertThat(response.statusCode()).isEqualTo(202);
        awaitReceived("GOOD MÖRNING!");
    }

    @Test
    void shouldReceiveFromPeerOutsideOverTcp() throws Exception {
        List<String> endpoints = JsonPath.read(health(), "$..endpoint");
        String tcp = endpoints.stream()
                .filter(each -> each.startsWith("tcp://"))
                .findFirst()
                .orElseThrow();

        try (ZmqContext outside = ZmqContext.create();
                PushSocket peer = outside.push()) {
            peer.connect(tcp);
            peer.send("from outside".getBytes(StandardCharsets.UTF_8));
            awaitReceived("FROM OUTSIDE!");
        }
    }

    @Test
    void shouldTellItsSocketsInHealth() throws Exception {
        String health = health();

        assertThat(JsonPath.<String>read(health, "$.components.zmq.status")).isEqualTo("UP");
        assertThat(health).contains("words-in", "words-out", "shouts-in", "shouts-out");
    }

    private void awaitReceived(String shout) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(JsonPath.<List<String>>read(get("/received"), "$"))
                        .contains(shout));
    }

    private String health() throws Exception {
        return get("/actuator/health");
    }

    private String get(String path) throws Exception {
        HttpResponse<String> response = send(request(path).GET().build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "text/plain;charset=UTF-8")
                .timeout(LIMIT);
    }
}
