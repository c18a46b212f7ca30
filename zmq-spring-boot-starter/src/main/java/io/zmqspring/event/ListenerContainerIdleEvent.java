package io.zmqspring.event;

import java.time.Duration;

/** A listener container has received nothing for its idle interval; published once each time that passes. */
public final class ListenerContainerIdleEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    private final Duration idleTime;

    /**
     * @param source the container
     * @param listenerId its id
     * @param idleTime time since the last message, or since the start
     */
    public ListenerContainerIdleEvent(Object source, String listenerId, Duration idleTime) {
        super(source, listenerId);
        this.idleTime = idleTime;
    }

    /** {@return time since the last message, or since the start} */
    public Duration getIdleTime() {
        return idleTime;
    }
}
