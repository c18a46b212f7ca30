package io.zmqspring.sample.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import io.zmqspring.template.ZmqTemplate;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** A publisher with subscribers of different topics. */
@SampleTest
class MarketTest {

    @Autowired
    private SampleClient client;

    @Autowired
    private LatestPrices latest;

    @Autowired
    private ZmqTemplate zmq;

    @Autowired
    @Qualifier("market-out") private PubSocket marketOut;

    @BeforeEach
    void awaitSubscribers() {
        await().atMost(SampleClient.LIMIT).until(() -> marketOut.peers().size() == 3 && marketOut.topics() == 2);
    }

    @Test
    void shouldGiveEachSubscriberWhatItHasSubscribedTo() {
        client.post("/prices/USDPLN", "3.65");
        client.post("/prices/EURPLN", "4.25");

        await().atMost(SampleClient.LIMIT)
                .until(() -> latest.euro().containsKey("EURPLN") && latest.all().containsKey("EURPLN"));
        assertThat(latest.all().get("USDPLN").amount()).isEqualTo(new BigDecimal("3.65"));
        assertThat(latest.euro()).doesNotContainKey("USDPLN");
        assertThat(client.get("/prices")).contains("USDPLN");
        assertThat(client.get("/prices/euro")).contains("EURPLN").doesNotContain("USDPLN");
    }

    @Test
    void shouldPublishRandomPricesOfAllInstruments() {
        new MarketMaker(zmq).publish();

        await().atMost(SampleClient.LIMIT)
                .untilAsserted(
                        () -> assertThat(latest.all()).containsKeys("EURUSD", "EURGBP", "EURCHF", "USDJPY", "GBPUSD"));
    }

    @Test
    void shouldRefuseAPriceThatIsNoNumber() {
        assertThat(client.post("/prices/EURUSD", "cheap").statusCode()).isEqualTo(400);
    }
}
