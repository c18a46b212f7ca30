package io.zmqspring.event;

/** A listener container runs: its workers receive. */
public final class ListenerContainerStartedEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the container
     * @param listenerId its id
     */
    public ListenerContainerStartedEvent(Object source, String listenerId) {
        super(source, listenerId);
    }
}
