package io.zmqspring.config;

import io.zmqspring.listener.ZmqMessageListenerContainer;

/** Creates listener containers. */
@FunctionalInterface
public interface ZmqListenerContainerFactory {

    /**
     * Creates the container of an endpoint. Nothing runs and no socket is opened yet.
     *
     * @param endpoint describes the listener
     * @return its container
     * @throws io.zmqspring.support.ZmqListenerDefinitionException when the listener cannot work, for example because
     *         its socket does not exist or cannot receive
     */
    ZmqMessageListenerContainer createListenerContainer(ZmqListenerEndpoint endpoint);

    /**
     * Gives back what was made for an endpoint beside its container, by default nothing. Called when the container has
     * stopped for good, unless another uses its socket.
     *
     * @param endpoint for which this factory made a container
     */
    default void releaseSocket(ZmqListenerEndpoint endpoint) {}
}
