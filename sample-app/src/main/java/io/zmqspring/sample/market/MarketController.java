package io.zmqspring.sample.market;

import io.zmqspring.template.ZmqTemplate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Publishes a price for each POST, and shows what the subscribers have received. */
@RestController
@RequestMapping("/prices")
@Profile("!worker")
class MarketController {

    private final ZmqTemplate zmq;
    private final LatestPrices latest;

    MarketController(ZmqTemplate zmq, LatestPrices latest) {
        this.zmq = zmq;
        this.latest = latest;
    }

    @PostMapping("/{symbol}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void publish(@PathVariable String symbol, @RequestBody String amount) {
        zmq.publish("market-out", symbol, new Price(symbol, parsed(amount), Instant.now()));
    }

    @GetMapping
    Map<String, Price> all() {
        return latest.all();
    }

    @GetMapping("/euro")
    Map<String, Price> euro() {
        return latest.euro();
    }

    private static BigDecimal parsed(String amount) {
        try {
            return new BigDecimal(amount.strip());
        } catch (NumberFormatException malformed) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "amount='" + amount + "' is not a number, such as 1.16", malformed);
        }
    }
}
