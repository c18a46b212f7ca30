package io.zmqspring.sample.market;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Component;

/** What the two subscribers have received last, of at most 100 symbols each. Any thread may call any method. */
@Component
public class LatestPrices {

    private static final int CAPACITY = 100;

    private final Map<String, Price> all = new ConcurrentSkipListMap<>();
    private final Map<String, Price> euro = new ConcurrentSkipListMap<>();

    LatestPrices() {}

    void put(String symbol, Price price) {
        put(all, symbol, price);
    }

    void putEuro(Price price) {
        put(euro, price.symbol(), price);
    }

    private static void put(Map<String, Price> prices, String symbol, Price price) {
        if (prices.size() < CAPACITY || prices.containsKey(symbol)) {
            prices.put(symbol, price);
        }
    }

    /** {@return the latest price of each symbol, as the subscriber of all prices knows it} */
    public Map<String, Price> all() {
        return Map.copyOf(all);
    }

    /** {@return the latest price of each symbol, as the subscriber of the euro knows it} */
    public Map<String, Price> euro() {
        return Map.copyOf(euro);
    }
}
