package io.zmqspring.sample.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Browsers that come and leave. */
@SampleTest
class LiveFeedTest {

    private final List<Browser> browsers = new ArrayList<>();

    @Autowired
    private SampleClient client;

    @Autowired
    private LiveFeed feed;

    @AfterEach
    void leaveAndForget() throws IOException {
        for (Browser browser : browsers) {
            browser.socket.close();
        }
        await().atMost(SampleClient.LIMIT).until(() -> feed.clients() == 0);
    }

    @Test
    void shouldSendSnapshots() throws IOException {
        client.post("/send", "page");

        String snapshot = open().nextData();

        assertThat(JsonPath.<List<String>>read(snapshot, "$.sockets[*].name"))
                .contains("market-out", "tasks-out", "factors", "responder-a", "worker-1-in");
        assertThat(JsonPath.<List<String>>read(snapshot, "$.listeners[*].id"))
                .contains("market-all-listener", "results-listener", "worker-1");
        assertThat(JsonPath.<List<Boolean>>read(snapshot, "$.workers[?(@.name == 'here/worker-2')].running"))
                .containsExactly(true);
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(JsonPath.<List<String>>read(open().nextData(), "$.messages[*].text"))
                        .contains("PAGE!"));
    }

    @Test
    void shouldForgetClientsThatLeave() throws IOException {
        for (int i = 0; i < 20; i++) {
            open();
        }
        for (Browser browser : browsers) {
            assertThat(browser.nextData()).startsWith("{");
        }
        assertThat(feed.clients()).isEqualTo(20);

        leaveAndForget();

        assertThat(open().nextData()).startsWith("{");
    }

    @Test
    void shouldRefuseMoreClientsThanItKeeps() throws IOException {
        for (int i = 0; i < LiveFeed.MAX_CLIENTS; i++) {
            open();
        }
        await().atMost(SampleClient.LIMIT).until(() -> feed.clients() == LiveFeed.MAX_CLIENTS);

        assertThat(open().status()).contains(" 503");
    }

    private Browser open() throws IOException {
        Browser browser = new Browser(client.uri("/live"));
        browsers.add(browser);
        return browser;
    }

    private static final class Browser {

        private final Socket socket;
        private final BufferedReader answer;

        Browser(URI uri) throws IOException {
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout((int) SampleClient.LIMIT.toMillis());
            answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write(("GET " + uri.getPath() + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
        }

        String status() throws IOException {
            return String.valueOf(answer.readLine());
        }

        String nextData() throws IOException {
            String line = answer.readLine();
            while (line != null && !line.startsWith("data:")) {
                line = answer.readLine();
            }
            if (line == null) {
                throw new AssertionError("the answer has ended");
            }
            return line.substring("data:".length());
        }
    }
}
