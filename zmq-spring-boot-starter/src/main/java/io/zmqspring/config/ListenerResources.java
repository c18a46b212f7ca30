package io.zmqspring.config;

import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a container factory gives an endpoint to make its listener of.
 *
 * @param sockets all sockets
 * @param operations sends replies
 * @param converter between frames and payloads
 * @param errorReply makes the answer to a request that a listener could not handle
 * @param pendingTimeout longest wait of a batch listener for the future of its method, or {@code null} for no end
 */
public record ListenerResources(
        ZmqSocketRegistry sockets,
        ZmqOperations operations,
        ZmqMessageConverter converter,
        ZmqErrorReply errorReply,
        @Nullable Duration pendingTimeout) {}
