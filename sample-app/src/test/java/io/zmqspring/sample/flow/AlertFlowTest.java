package io.zmqspring.sample.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** Prices through the flow. */
@SampleTest
class AlertFlowTest {

    @Autowired
    private SampleClient client;

    @Autowired
    private AlertListener listener;

    @Autowired
    @Qualifier("market-out") private PubSocket marketOut;

    @BeforeEach
    void awaitSubscribers() {
        await().atMost(SampleClient.LIMIT).until(() -> marketOut.peers().size() == 3 && marketOut.topics() == 2);
    }

    @Test
    void shouldAlertOfPricesOfTheEuroThatHaveMovedFar() {
        client.post("/prices/USDSEK", "9.00");
        client.post("/prices/USDSEK", "9.90");
        client.post("/prices/EURSEK", "10.00");
        client.post("/prices/EURSEK", "10.02");
        client.post("/prices/EURSEK", "10.03");
        client.post("/prices/EURSEK", "9.90");

        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(listener.latest()).contains("EURSEK fell by 1.30 % to 9.90"));
        assertThat(listener.latest())
                .contains("EURSEK rose by 0.30 % to 10.03")
                .noneMatch(alert -> alert.contains("10.02") || alert.contains("USDSEK"));
        assertThat(client.get("/alerts")).contains("EURSEK rose by 0.30 % to 10.03");
    }
}
