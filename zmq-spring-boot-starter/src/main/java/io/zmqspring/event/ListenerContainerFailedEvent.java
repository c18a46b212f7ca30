package io.zmqspring.event;

/**
 * A listener container ended because it cannot go on: its socket was closed for good, or the virtual machine failed.
 */
public final class ListenerContainerFailedEvent extends ListenerContainerEvent {

    private static final long serialVersionUID = 1L;

    private final Throwable failure;

    /**
     * @param source the container
     * @param listenerId its id
     * @param failure why
     */
    public ListenerContainerFailedEvent(Object source, String listenerId, Throwable failure) {
        super(source, listenerId);
        this.failure = failure;
    }

    /** {@return why it cannot go on} */
    public Throwable getFailure() {
        return failure;
    }
}
