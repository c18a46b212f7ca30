package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zmqspring.config.ZmqListenerContainerCustomizer;
import io.zmqspring.event.ListenerContainerUnregisteredEvent;
import io.zmqspring.listener.DefaultZmqMessageListenerContainer;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqHandlingTimer;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;

/**
 * Gives every listener container timers {@code zmq.listener.handling}: how long its listener takes for a message, each
 * attempt by itself, or for a batch, until it is unregistered. Tagged {@code listener}, {@code socket} and
 * {@code exception}, the simple name of the class of what the listener threw, {@code none} when it handled the message.
 */
public class ZmqListenerTimers
        implements ZmqListenerContainerCustomizer, ApplicationListener<ListenerContainerUnregisteredEvent> {

    private static final String NAME = "zmq.listener.handling";

    private final MeterRegistry registry;

    /** @param registry takes the timers */
    public ZmqListenerTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void customize(DefaultZmqMessageListenerContainer container) {
        container.setHandlingTimer(new Timers(registry, Meters.tags(container)));
    }

    @Override
    public void onApplicationEvent(ListenerContainerUnregisteredEvent event) {
        if (event.getSource() instanceof ZmqMessageListenerContainer container) {
            new Meters(registry, NAME, Meters.tags(container)).remove();
        }
    }

    private static final class Timers implements ZmqHandlingTimer {

        private final MeterRegistry registry;
        private final Tags tags;
        private final Timer handled;
        private final Map<String, Timer> failed = new ConcurrentHashMap<>();

        Timers(MeterRegistry registry, Tags tags) {
            this.registry = registry;
            this.tags = tags;
            this.handled = timer("none");
        }

        @Override
        public void handled(long durationNs, @Nullable Throwable failure) {
            Timer timer = failure == null ? handled : failed.computeIfAbsent(name(failure), this::timer);
            timer.record(durationNs, TimeUnit.NANOSECONDS);
        }

        private Timer timer(String exception) {
            return Timer.builder(NAME)
                    .description("Time that the listener takes for a message or a batch")
                    .tags(tags)
                    .tag("exception", exception)
                    .register(registry);
        }

        private static String name(Throwable failure) {
            Throwable cause = failure.getCause();
            Throwable thrown = failure instanceof ListenerExecutionFailedException && cause != null ? cause : failure;
            String name = thrown.getClass().getSimpleName();
            return name.isEmpty() ? thrown.getClass().getName() : name;
        }
    }
}
