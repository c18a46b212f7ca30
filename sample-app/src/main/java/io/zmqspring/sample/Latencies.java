package io.zmqspring.sample;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Times from sending to receiving: the timer {@code sample.latency}, tagged {@code pattern}, whose percentiles are
 * those of the last ten seconds. Any thread may call any method.
 */
@Component
public class Latencies {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final MeterRegistry meters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    Latencies(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Records a message that has arrived now.
     *
     * @param pattern the package it belongs to, such as {@code market}
     * @param sentAt when it was sent, by a clock of the same machine; {@code null} when the sender did not say
     */
    public void record(String pattern, @Nullable Instant sentAt) {
        if (sentAt != null) {
            timers.computeIfAbsent(pattern, this::newTimer).record(Duration.between(sentAt, Instant.now()));
        }
    }

    private Timer newTimer(String pattern) {
        return Timer.builder("sample.latency")
                .description("Time from sending to receiving")
                .tag("pattern", pattern)
                .publishPercentiles(0.5, 0.95, 0.99)
                .distributionStatisticExpiry(WINDOW)
                .distributionStatisticBufferLength(5)
                .register(meters);
    }

    /** {@return the timers by pattern, of those patterns that have received something} */
    public Map<String, Timer> timers() {
        return Map.copyOf(timers);
    }
}
