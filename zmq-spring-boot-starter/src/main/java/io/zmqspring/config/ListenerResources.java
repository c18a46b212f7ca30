package io.zmqspring.config;

import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;

/**
 * What a container factory gives an endpoint to make its listener of.
 *
 * @param sockets all sockets
 * @param operations sends replies
 * @param converter between frames and payloads
 */
public record ListenerResources(ZmqSocketRegistry sockets, ZmqOperations operations, ZmqMessageConverter converter) {}
