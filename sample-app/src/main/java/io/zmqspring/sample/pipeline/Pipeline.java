package io.zmqspring.sample.pipeline;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.sample.Latencies;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Both ends: sends tasks to the workers, and counts their results. Any thread may call any method. */
@Component
@Profile("!worker")
public class Pipeline {

    private static final int MAX_WORKERS = 100;

    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Map<String, Long> done = new ConcurrentSkipListMap<>();
    private final ZmqTemplate zmq;
    private final Latencies latencies;

    Pipeline(ZmqTemplate zmq, Latencies latencies) {
        this.zmq = zmq;
        this.latencies = latencies;
    }

    /**
     * Sends a task, or refuses it when no worker has room.
     *
     * @param below the task is to count the primes below this number
     * @return whether it was sent
     */
    public boolean send(int below) {
        Task task = new Task(ids.incrementAndGet(), below, Instant.now());
        boolean accepted = zmq.trySend("tasks-out", task, Duration.ZERO);
        (accepted ? sent : refused).incrementAndGet();
        return accepted;
    }

    @ZmqListener(id = "results-listener", socket = "results-in")
    void onResult(Result result) {
        boolean counted = done.size() < MAX_WORKERS || done.containsKey(result.worker());
        done.merge(counted ? result.worker() : "others", 1L, Long::sum);
        latencies.record("pipeline", result.sentAt());
    }

    /** {@return how many tasks were given to a worker} */
    public long sent() {
        return sent.get();
    }

    /** {@return how many tasks were not sent, since no worker had room} */
    public long refused() {
        return refused.get();
    }

    /** {@return how many results came of each worker, at most of a hundred and {@code others}} */
    public Map<String, Long> done() {
        return Map.copyOf(done);
    }
}
