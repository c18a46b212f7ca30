package io.zmqspring.config;

/** What every kind of endpoint has. */
abstract class AbstractZmqListenerEndpoint implements ZmqListenerEndpoint {

    private final String id;
    private final String socketName;
    private ContainerOverrides overrides = ContainerOverrides.none();

    AbstractZmqListenerEndpoint(String id, String socketName) {
        this.id = id;
        this.socketName = socketName;
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getSocketName() {
        return socketName;
    }

    @Override
    public final ContainerOverrides getOverrides() {
        return overrides;
    }

    /**
     * Sets {@link #getOverrides()}.
     *
     * @param overrides what its container has otherwise than the factory says
     */
    public final void setOverrides(ContainerOverrides overrides) {
        this.overrides = overrides;
    }
}
