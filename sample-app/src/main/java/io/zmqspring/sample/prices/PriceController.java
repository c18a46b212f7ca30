package io.zmqspring.sample.prices;

import io.zmqspring.template.ZmqTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Publishes a price for each POST, asks for the latest at each GET. */
@RestController
@RequestMapping("/prices/{symbol}")
class PriceController {

    private final ZmqTemplate zmq;

    PriceController(ZmqTemplate zmq) {
        this.zmq = zmq;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void publish(@PathVariable String symbol, @RequestBody String cents) {
        zmq.publish("prices-out", symbol, new Price(Integer.parseInt(cents)));
    }

    @GetMapping
    @Nullable String ask(@PathVariable String symbol) {
        return zmq.sendAndReceive("price-client", symbol, String.class);
    }
}
