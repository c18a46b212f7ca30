package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.zmqspring.event.ListenerContainerStartedEvent;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import org.springframework.context.ApplicationListener;

/**
 * Meters of every listener container from its first start on, tagged {@code listener} and {@code socket}: counters
 * {@code zmq.listener.received}, {@code .handled} and {@code .failed}, and the gauge {@code zmq.listener.pending}.
 * Reading one does not touch the path of messages.
 */
public class ZmqListenerMetrics implements ApplicationListener<ListenerContainerStartedEvent> {

    private final MeterRegistry registry;

    /** @param registry takes the meters */
    public ZmqListenerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Registering the same meters again has no effect. */
    @Override
    public void onApplicationEvent(ListenerContainerStartedEvent event) {
        if (event.getSource() instanceof ZmqMessageListenerContainer container) {
            Tags tags = Tags.of("listener", container.getListenerId(), "socket", container.getSocketName());
            Meters meters = new Meters(registry, "zmq.listener.", tags);
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
}
