package io.zmqspring.config;

import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;

/**
 * What a container factory gives an endpoint to make its listener of.
 *
 * @param sockets all sockets
 * @param operations sends replies
 * @param converter between frames and payloads
 * @param errorReply makes the answer to a request that a listener could not handle
 */
public record ListenerResources(
        ZmqSocketRegistry sockets, ZmqOperations operations, ZmqMessageConverter converter, ZmqErrorReply errorReply) {}
