package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts dropped messages by reason. Reasons are texts that peers can influence, so their number is bounded and numbers
 * in them are left out. Used on the event thread only.
 */
final class DropMeters implements MonitorListener {

    static final int MAX_REASONS = 20;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, Counter> counters = new HashMap<>();

    DropMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    @Override
    public void onEvent(MonitorEvent event) {
        if (event instanceof MonitorEvent.MessagesDropped dropped) {
            counter(dropped.reason().replaceAll("[0-9]+", "N")).increment(dropped.count());
        }
    }

    private Counter counter(String reason) {
        Counter known = counters.get(reason);
        if (known != null) {
            return known;
        }
        String shown = counters.size() < MAX_REASONS ? reason : "other";
        return counters.computeIfAbsent(
                shown,
                added -> Counter.builder("zmq.socket.drops")
                        .description("Messages given up, by reason")
                        .tags(tags.and("reason", added))
                        .register(registry));
    }
}
