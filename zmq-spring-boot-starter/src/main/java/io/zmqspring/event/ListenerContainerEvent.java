package io.zmqspring.event;

import org.springframework.context.ApplicationEvent;

/** Something that happened to a listener container. */
public abstract sealed class ListenerContainerEvent extends ApplicationEvent
        permits ListenerContainerStartedEvent,
                ListenerContainerStoppedEvent,
                ListenerContainerPausedEvent,
                ListenerContainerResumedEvent,
                ListenerContainerIdleEvent,
                ListenerContainerNoLongerIdleEvent,
                ListenerContainerFailedEvent,
                ListenerContainerUnregisteredEvent {

    private static final long serialVersionUID = 1L;

    private final String listenerId;

    ListenerContainerEvent(Object source, String listenerId) {
        super(source);
        this.listenerId = listenerId;
    }

    /** {@return the id of the container, which is the source of this event} */
    public final String getListenerId() {
        return listenerId;
    }

    /** Shows kind and id. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + listenerId + "]";
    }
}
