package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.zmqspring.event.ListenerContainerEvent;
import io.zmqspring.event.ListenerContainerStartedEvent;
import io.zmqspring.event.ListenerContainerUnregisteredEvent;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationListener;

/**
 * Meters of every listener container from its first start until it is unregistered, tagged {@code listener} and
 * {@code socket}: counters {@code zmq.listener.received}, {@code .handled} and {@code .failed}, and the gauge
 * {@code zmq.listener.pending}. Reading one does not touch the path of messages.
 */
public class ZmqListenerMetrics implements ApplicationListener<ListenerContainerEvent> {

    private static final String PREFIX = "zmq.listener.";

    private final MeterRegistry registry;

    /** The container that is measured, for each id of a listener; weak as the meters are. */
    private final Map<Tags, WeakReference<ZmqMessageListenerContainer>> measured = new ConcurrentHashMap<>();

    /** @param registry takes the meters */
    public ZmqListenerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onApplicationEvent(ListenerContainerEvent event) {
        if (event.getSource() instanceof ZmqMessageListenerContainer container) {
            Tags tags = Meters.tags(container);
            if (event instanceof ListenerContainerStartedEvent) {
                started(container, tags);
            } else if (event instanceof ListenerContainerUnregisteredEvent) {
                unregistered(container, tags);
            }
        }
    }

    /** A container that starts again keeps its meters; one that takes the place of another takes over its names. */
    private void started(ZmqMessageListenerContainer container, Tags tags) {
        measured.compute(tags, (same, before) -> {
            if (before != null && before.get() == container) {
                return before;
            }
            Meters meters = new Meters(registry, PREFIX, tags);
            if (before != null) {
                meters.removeSampled();
            }
            measure(container, meters);
            return new WeakReference<>(container);
        });
    }

    private void unregistered(ZmqMessageListenerContainer container, Tags tags) {
        measured.computeIfPresent(tags, (same, before) -> {
            if (before.get() != container) {
                return before;
            }
            new Meters(registry, PREFIX, tags).remove();
            return null;
        });
    }

    private static void measure(ZmqMessageListenerContainer container, Meters meters) {
        meters.counter(
                "received",
                "Messages taken from the socket",
                container,
                source -> source.getCounters().received());
        meters.counter(
                "handled",
                "Messages handled",
                container,
                source -> source.getCounters().handled());
        meters.counter(
                "failed",
                "Messages given up by the listener",
                container,
                source -> source.getCounters().failed());
        meters.gauge(
                "pending",
                "Messages whose handling goes on",
                container,
                source -> source.getCounters().pending());
    }
}
