package io.zmqspring.benchmark;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.boot.autoconfigure.metrics.ZmqListenerMetrics;
import io.zmqspring.boot.autoconfigure.metrics.ZmqListenerTimers;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetrics;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.listener.DefaultZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The application of {@link Listeners} with all meters, which are read once a second. */
final class MeteredListeners implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listeners.class);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();

    /** @param timed whether each message is timed, as with {@code zmq.metrics.handling-time} */
    MeteredListeners(boolean timed) {
        new ZmqMetrics(context.getBean(ZmqSocketRegistry.class)).bindTo(registry);
        context.addApplicationListener(new ZmqListenerMetrics(registry));
        if (timed) {
            ZmqListenerTimers timers = new ZmqListenerTimers(registry);
            context.getBean(ZmqListenerEndpointRegistry.class)
                    .getListenerContainers()
                    .forEach(container -> timers.customize((DefaultZmqMessageListenerContainer) container));
        }
        reader.scheduleAtFixedRate(this::read, 1, 1, TimeUnit.SECONDS);
    }

    private void read() {
        registry.getMeters().forEach(meter -> meter.measure().forEach(Measurement::getValue));
    }

    /** {@return the application, which has started} */
    AnnotationConfigApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        reader.shutdownNow();
        context.close();
    }
}
