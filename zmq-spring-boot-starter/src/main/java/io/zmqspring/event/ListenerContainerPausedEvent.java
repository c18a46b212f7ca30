package io.zmqspring.event;

/** A listener container was asked to pause: its workers receive no further message until it resumes. */
public final class ListenerContainerPausedEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the container
     * @param listenerId its id
     */
    public ListenerContainerPausedEvent(Object source, String listenerId) {
        super(source, listenerId);
    }
}
