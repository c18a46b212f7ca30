package io.zmqspring.socket;

import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketOptions;

/**
 * Changes the settings of sockets before they open. With Spring Boot each bean of this type sees every socket in {@code
 * zmq.sockets}, in the order of the beans, after the properties; a socket that a listener describes itself is changed
 * by the customizer that its annotation names.
 */
@FunctionalInterface
public interface ZmqSocketCustomizer {

    /**
     * Changes settings of one socket.
     *
     * @param socket the socket as configured: name, type and endpoints identify it
     * @param options the settings so far
     */
    void customize(SocketDefinition socket, SocketOptions.Builder options);
}
