package io.zmqspring.event;

/** A listener container has stopped for good: its registry no longer knows it. */
public final class ListenerContainerUnregisteredEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the container
     * @param listenerId its id
     */
    public ListenerContainerUnregisteredEvent(Object source, String listenerId) {
        super(source, listenerId);
    }
}
