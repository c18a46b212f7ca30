package io.zmqspring.event;

/** A paused listener container receives again. */
public final class ListenerContainerResumedEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the container
     * @param listenerId its id
     */
    public ListenerContainerResumedEvent(Object source, String listenerId) {
        super(source, listenerId);
    }
}
