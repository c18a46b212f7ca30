package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.event.ZmqSocketEvent;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Publishes what happens to connections as application events, while the application context is active. */
final class SocketEventPublisher {

    private final Set<Class<? extends MonitorEvent>> types;
    private final ApplicationContext context;

    SocketEventPublisher(Set<SocketEventKind> kinds, ApplicationContext context) {
        this.types = kinds.stream().map(SocketEventKind::type).collect(Collectors.toUnmodifiableSet());
        this.context = context;
    }

    /** Publishes from now on what happens to a socket or requester; without kinds it is left as it is. */
    void publish(String name, ZmqConnectable connectable) {
        if (types.isEmpty()) {
            return;
        }
        connectable.addMonitorListener(event -> {
            if (types.contains(event.getClass()) && isActive()) {
                context.publishEvent(new ZmqSocketEvent<>(connectable, name, event));
            }
        });
    }

    private boolean isActive() {
        return !(context instanceof ConfigurableApplicationContext configurable) || configurable.isActive();
    }
}
