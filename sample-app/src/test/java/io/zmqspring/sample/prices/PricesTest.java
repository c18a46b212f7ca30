package io.zmqspring.sample.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

/** A publisher with two subscribers and a request with its reply, seen from outside. */
@Timeout(60)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class PricesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("prices-out") private PubSocket pricesOut;

    @BeforeEach
    void awaitSubscribers() {
        assertThat(pricesOut.awaitSubscription("EUR", LIMIT)).isTrue();
        await().atMost(LIMIT).until(() -> pricesOut.topics() == 2);
    }

    @Test
    void shouldGiveEachSubscriberWhatItHasSubscribedTo(CapturedOutput output) {
        publish("USD", "92");
        publish("EUR", "110");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(output)
                        .contains("all-prices: USD 92")
                        .contains("all-prices: EUR 110")
                        .contains("euro-prices: 110"));
        assertThat(output).doesNotContain("euro-prices: 92");
    }

    @Test
    void shouldAnswerARequest() {
        assertThat(ask("GBP")).isEqualTo("no price of GBP yet");

        publish("GBP", "117");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(ask("GBP")).isEqualTo("GBP costs 117"));
    }

    private void publish(String symbol, String cents) {
        client().post().uri("/prices/{symbol}", symbol).body(cents).retrieve().toBodilessEntity();
    }

    private String ask(String symbol) {
        return client().get().uri("/prices/{symbol}", symbol).retrieve().body(String.class);
    }

    private RestClient client() {
        return RestClient.create("http://localhost:" + port);
    }
}
