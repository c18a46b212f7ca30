package io.zmqspring.sample.market;

import io.zmqspring.sample.Ticking;
import io.zmqspring.template.ZmqTemplate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.scheduling.annotation.Scheduled;

/** Publishes a new price of each instrument at an interval. */
@Ticking
class MarketMaker {

    private final Map<String, Double> amounts = new TreeMap<>(
            Map.of("CHFJPY", 190.0, "EURCHF", 0.93, "EURGBP", 0.87, "EURUSD", 1.16, "GBPUSD", 1.33, "USDJPY", 156.0));
    private final ZmqTemplate zmq;

    MarketMaker(ZmqTemplate zmq) {
        this.zmq = zmq;
    }

    @Scheduled(fixedRateString = "${sample.market.every:100ms}")
    void publish() {
        amounts.replaceAll(
                (symbol, amount) -> amount * (1 + ThreadLocalRandom.current().nextGaussian() / 4_000));
        amounts.forEach((symbol, amount) -> zmq.publish(
                "market-out",
                symbol,
                new Price(symbol, BigDecimal.valueOf(amount).setScale(4, RoundingMode.HALF_EVEN), Instant.now())));
    }
}
