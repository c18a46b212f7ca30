package io.zmqspring.annotation;

import io.zmqspring.config.ZmqListenerEndpointRegistrar;

/** A bean that changes how listeners are registered, or registers some by code. Several are called in their order. */
@FunctionalInterface
public interface ZmqListenerConfigurer {

    /**
     * Called once, before the listeners found by annotation are registered.
     *
     * @param registrar takes settings and endpoints
     */
    void configureZmqListeners(ZmqListenerEndpointRegistrar registrar);
}
