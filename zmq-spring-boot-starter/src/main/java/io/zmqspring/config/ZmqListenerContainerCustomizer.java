package io.zmqspring.config;

import io.zmqspring.listener.DefaultZmqMessageListenerContainer;

/** A bean that changes each listener container before it is registered. Several are called in their order. */
@FunctionalInterface
public interface ZmqListenerContainerCustomizer {

    /**
     * Changes a container.
     *
     * @param container not yet started
     */
    void customize(DefaultZmqMessageListenerContainer container);
}
