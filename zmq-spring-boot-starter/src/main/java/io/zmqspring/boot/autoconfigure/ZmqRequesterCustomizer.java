package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.RequesterOptions;

/**
 * A bean that changes the settings of each requester in {@code zmq.requesters}, for example where its futures are
 * completed. Several are called in their order, after the properties.
 */
@FunctionalInterface
public interface ZmqRequesterCustomizer {

    /**
     * Changes settings.
     *
     * @param name of the requester
     * @param options the settings so far
     */
    void customize(String name, RequesterOptions.Builder options);
}
