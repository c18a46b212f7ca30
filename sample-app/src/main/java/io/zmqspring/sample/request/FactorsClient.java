package io.zmqspring.sample.request;

import io.zmqspring.sample.Latencies;
import io.zmqspring.template.ZmqTemplate;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Asks the responders, and counts the answers of each. Any thread may call any method. */
@Component
@Profile("!worker")
public class FactorsClient {

    private static final int MAX_RESPONDERS = 100;

    private final Map<String, Long> answers = new ConcurrentSkipListMap<>();
    private final ZmqTemplate zmq;
    private final Latencies latencies;

    FactorsClient(@Qualifier("tracedTemplate") ZmqTemplate zmq, Latencies latencies) {
        this.zmq = zmq;
        this.latencies = latencies;
    }

    /** Asks and waits; {@code request.yml} says how long. */
    Factors ask(Question question) {
        Instant askedAt = Instant.now();
        return count(zmq.sendAndReceive("factors", question, Factors.class), askedAt);
    }

    /** Asks and does not wait. */
    CompletableFuture<Factors> askAsync(Question question) {
        Instant askedAt = Instant.now();
        return zmq.sendAndReceiveAsync("factors", question, Factors.class)
                .thenApply(factors -> count(factors, askedAt));
    }

    private Factors count(@Nullable Factors factors, Instant askedAt) {
        if (factors == null) {
            throw new IllegalStateException("a responder has answered with an empty frame");
        }
        boolean counted = answers.size() < MAX_RESPONDERS || answers.containsKey(factors.responder());
        answers.merge(counted ? factors.responder() : "others", 1L, Long::sum);
        latencies.record("request", askedAt);
        return factors;
    }

    /** {@return how many answers came of each responder, at most of a hundred and {@code others}} */
    public Map<String, Long> answers() {
        return Map.copyOf(answers);
    }
}
