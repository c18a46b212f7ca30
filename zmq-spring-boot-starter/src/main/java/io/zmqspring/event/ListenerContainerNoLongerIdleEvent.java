package io.zmqspring.event;

/** A message has come to a listener container for which an idle event was published. */
public final class ListenerContainerNoLongerIdleEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the container
     * @param listenerId its id
     */
    public ListenerContainerNoLongerIdleEvent(Object source, String listenerId) {
        super(source, listenerId);
    }
}
