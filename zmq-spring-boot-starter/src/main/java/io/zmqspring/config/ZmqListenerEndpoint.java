package io.zmqspring.config;

import io.zmqspring.listener.ZmqMessageListener;

/** Describes one listener, before it has a container. */
public interface ZmqListenerEndpoint {

    /** {@return the id of the container to be, unique} */
    String getId();

    /** {@return the name of the socket to receive from} */
    String getSocketName();

    /** {@return what its container has otherwise than the factory says, by default nothing} */
    default ContainerOverrides getOverrides() {
        return ContainerOverrides.none();
    }

    /** {@return what to call it in messages to a developer, by default its id} */
    default String getDescription() {
        return "'" + getId() + "'";
    }

    /**
     * Creates the listener.
     *
     * @param resources what it may be made of
     * @return the listener
     * @throws io.zmqspring.support.ZmqListenerDefinitionException when it cannot work
     */
    ZmqMessageListener createListener(ListenerResources resources);
}
