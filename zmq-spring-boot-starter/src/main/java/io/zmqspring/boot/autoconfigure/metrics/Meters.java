package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Registers meters that have the beginning of their names and tags in common.
 *
 * @param registry takes them
 * @param prefix beginning of their names
 * @param tags of each
 */
record Meters(MeterRegistry registry, String prefix, Tags tags) {

    /** {@return the tags of the meters of a listener container} */
    static Tags tags(ZmqMessageListenerContainer container) {
        return Tags.of("listener", container.getListenerId(), "socket", container.getSocketName());
    }

    Meters tagged(String key, String value) {
        return new Meters(registry, prefix, tags.and(key, value));
    }

    /** Removes function counters and gauges of these names and tags: a registry does not replace them. */
    void removeSampled() {
        remove(meter -> meter.getId().getType() != Meter.Type.TIMER);
    }

    /** Removes all meters of these names and tags. */
    void remove() {
        remove(meter -> true);
    }

    private void remove(Predicate<Meter> which) {
        registry.getMeters().stream()
                .filter(which)
                .filter(meter -> meter.getId().getName().startsWith(prefix))
                .filter(meter ->
                        meter.getId().getTags().containsAll(tags.stream().toList()))
                .forEach(registry::remove);
    }

    <T> void counter(String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(prefix + name, source, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(prefix + name, source, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
