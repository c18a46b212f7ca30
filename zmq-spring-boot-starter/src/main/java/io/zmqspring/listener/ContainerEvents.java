package io.zmqspring.listener;

import io.zmqspring.event.ListenerContainerEvent;
import io.zmqspring.event.ListenerContainerFailedEvent;
import io.zmqspring.event.ListenerContainerIdleEvent;
import io.zmqspring.event.ListenerContainerNoLongerIdleEvent;
import io.zmqspring.event.ListenerContainerPausedEvent;
import io.zmqspring.event.ListenerContainerResumedEvent;
import io.zmqspring.event.ListenerContainerStartedEvent;
import io.zmqspring.event.ListenerContainerStoppedEvent;
import java.time.Duration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes the events of a container while it has a publisher. What a listener of an event throws is logged. */
final class ContainerEvents {

    private static final Log logger = LogFactory.getLog(ContainerEvents.class);

    private final ZmqMessageListenerContainer container;
    private volatile @Nullable ApplicationEventPublisher publisher;

    ContainerEvents(ZmqMessageListenerContainer container) {
        this.container = container;
    }

    void setPublisher(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Publishes nothing from now on. */
    void end() {
        publisher = null;
    }

    void started() {
        publish(new ListenerContainerStartedEvent(container, container.getListenerId()));
    }

    void stopped() {
        publish(new ListenerContainerStoppedEvent(container, container.getListenerId()));
    }

    void failed(Throwable reason) {
        publish(new ListenerContainerFailedEvent(container, container.getListenerId(), reason));
    }

    void paused() {
        publish(new ListenerContainerPausedEvent(container, container.getListenerId()));
    }

    void resumed() {
        publish(new ListenerContainerResumedEvent(container, container.getListenerId()));
    }

    void idle(Duration idleTime) {
        publish(new ListenerContainerIdleEvent(container, container.getListenerId(), idleTime));
    }

    void noLongerIdle() {
        publish(new ListenerContainerNoLongerIdleEvent(container, container.getListenerId()));
    }

    private void publish(ListenerContainerEvent event) {
        ApplicationEventPublisher current = publisher;
        if (current == null) {
            return;
        }
        try {
            current.publishEvent(event);
        } catch (RuntimeException rejected) {
            logger.warn("a listener of " + event + " failed", rejected);
        }
    }
}
