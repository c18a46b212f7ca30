package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketOptions;

/**
 * A bean that changes the settings of the sockets in {@code zmq.sockets}. Several are called in their order, after the
 * properties.
 */
@FunctionalInterface
public interface ZmqSocketCustomizer {

    /**
     * Changes settings of one socket.
     *
     * @param socket the socket as configured: name, type and endpoints tell which it is
     * @param options the settings so far
     */
    void customize(SocketDefinition socket, SocketOptions.Builder options);
}
