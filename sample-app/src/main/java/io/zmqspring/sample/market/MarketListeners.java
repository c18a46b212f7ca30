package io.zmqspring.sample.market;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.sample.Latencies;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Two subscribers: one takes all prices, the other those of the euro. */
@Component
@Profile("!worker")
class MarketListeners {

    private final LatestPrices latest;
    private final Latencies latencies;

    MarketListeners(LatestPrices latest, Latencies latencies) {
        this.latest = latest;
        this.latencies = latencies;
    }

    @ZmqListener(id = "market-all-listener", socket = "market-all")
    void onPrice(Price price, @Header(ZmqHeaders.TOPIC) String symbol) {
        latest.put(symbol, price);
        latencies.record("market", price.sentAt());
    }

    @ZmqListener(id = "market-euro-listener", socket = "market-euro")
    void onEuroPrice(Price price) {
        latest.putEuro(price);
    }
}
