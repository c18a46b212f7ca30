package io.zmqspring.event;

/** A listener container has stopped: its workers are gone. */
public final class ListenerContainerStoppedEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the container
     * @param listenerId its id
     */
    public ListenerContainerStoppedEvent(Object source, String listenerId) {
        super(source, listenerId);
    }
}
