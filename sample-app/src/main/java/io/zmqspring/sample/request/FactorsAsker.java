package io.zmqspring.sample.request;

import io.zmqspring.sample.Ticking;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Asks for the factors of a random number at an interval. */
@Ticking
class FactorsAsker {

    private static final Logger LOGGER = LoggerFactory.getLogger(FactorsAsker.class);

    private final FactorsClient client;

    FactorsAsker(FactorsClient client) {
        this.client = client;
    }

    @Scheduled(fixedRateString = "${sample.request.every:100ms}")
    void ask() {
        long number = ThreadLocalRandom.current().nextLong(2, 1_000_000_000);
        CompletableFuture<Factors> answer = client.askAsync(new Question(number));
        answer.whenComplete((factors, failure) -> LOGGER.debug("{}: {}", number, factors, failure));
    }
}
