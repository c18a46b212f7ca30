package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/**
 * Registers meters that have the beginning of their names and tags in common.
 *
 * @param registry takes them
 * @param prefix beginning of their names
 * @param tags of each
 */
record Meters(MeterRegistry registry, String prefix, Tags tags) {

    Meters tagged(String key, String value) {
        return new Meters(registry, prefix, tags.and(key, value));
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
