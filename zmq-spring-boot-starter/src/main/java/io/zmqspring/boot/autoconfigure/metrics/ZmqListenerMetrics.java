package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.zmqspring.event.ListenerContainerStartedEvent;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationListener;

/**
 * Meters of every listener container from its first start on, tagged {@code listener} and {@code socket}: counters
 * {@code zmq.listener.received}, {@code .handled} and {@code .failed}, and the gauge {@code zmq.listener.pending}.
 * Reading one does not touch the path of messages.
 */
public class ZmqListenerMetrics implements ApplicationListener<ListenerContainerStartedEvent> {

    private final MeterRegistry registry;

    /** The container that is measured, for each id of a listener; weak as the meters are. */
    private final Map<Tags, WeakReference<ZmqMessageListenerContainer>> measured = new ConcurrentHashMap<>();

    /** @param registry takes the meters */
    public ZmqListenerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A container that starts again keeps its meters; one that takes the place of another takes over its names. */
    @Override
    public void onApplicationEvent(ListenerContainerStartedEvent event) {
        if (event.getSource() instanceof ZmqMessageListenerContainer container) {
            Tags tags = Tags.of("listener", container.getListenerId(), "socket", container.getSocketName());
            measured.compute(tags, (same, before) -> {
                if (before != null && before.get() == container) {
                    return before;
                }
                Meters meters = new Meters(registry, "zmq.listener.", tags);
                if (before != null) {
                    meters.remove();
                }
                measure(container, meters);
                return new WeakReference<>(container);
            });
        }
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
