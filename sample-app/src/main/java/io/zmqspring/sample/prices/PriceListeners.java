package io.zmqspring.sample.prices;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.message.ZmqHeaders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Two listeners that subscribe to prices, and one that answers requests for a price. */
@Component
class PriceListeners {

    private static final Logger LOGGER = LoggerFactory.getLogger(PriceListeners.class);

    private final Map<String, Price> latest = new ConcurrentHashMap<>();

    @ZmqListener("all-prices")
    void onPrice(Price price, @Header(ZmqHeaders.TOPIC) String symbol) {
        latest.put(symbol, price);
        LOGGER.info("all-prices: {} {}", symbol, price.cents());
    }

    @ZmqListener("euro-prices")
    void onEuroPrice(Price price) {
        LOGGER.info("euro-prices: {}", price.cents());
    }

    @ZmqListener("price-server")
    String answer(String symbol) {
        Price price = latest.get(symbol);
        return price == null ? "no price of " + symbol + " yet" : symbol + " costs " + price.cents();
    }
}
