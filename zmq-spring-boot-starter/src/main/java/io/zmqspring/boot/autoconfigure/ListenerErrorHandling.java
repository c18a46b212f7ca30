package io.zmqspring.boot.autoconfigure;

import io.zmqspring.listener.RetryingErrorHandler;
import io.zmqspring.listener.SendToSocketRecoverer;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqMessageRecoverer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.template.ZmqOperations;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.retry.RetryPolicy;

/** Creates the error handler that {@code zmq.listener.retry} and {@code zmq.listener.dead-letter-socket} describe. */
final class ListenerErrorHandling {

    private ListenerErrorHandling() {}

    /** {@return the handler, or {@code null} when nothing is set and there is no recoverer} */
    static @Nullable ZmqContainerErrorHandler of(
            ZmqProperties.Listener properties,
            @Nullable ZmqMessageRecoverer recovererBean,
            ZmqSocketRegistry sockets,
            ObjectProvider<ZmqOperations> operations) {
        String deadLetters = properties.getDeadLetterSocket();
        ZmqMessageRecoverer recoverer = recovererBean == null && deadLetters != null
                ? deadLetters(deadLetters, sockets, operations.getObject())
                : recovererBean;
        if (!properties.getRetry().isEnabled() && recoverer == null) {
            return null;
        }
        return new RetryingErrorHandler(policy(properties.getRetry()), recoverer);
    }

    private static ZmqMessageRecoverer deadLetters(String name, ZmqSocketRegistry sockets, ZmqOperations operations) {
        try {
            sockets.getSender(name);
        } catch (ZmqUnknownSocketException | ZmqSocketTypeException unusable) {
            throw new SocketConfigurationException(
                    "zmq.listener.dead-letter-socket is '" + name + "', which cannot be used: " + unusable.getMessage(),
                    "Name a socket in zmq.sockets that sends, for example of type push.");
        }
        return new SendToSocketRecoverer(operations, name);
    }

    private static RetryPolicy policy(ZmqRetryProperties properties) {
        if (!properties.isEnabled()) {
            return RetryPolicy.withMaxRetries(0);
        }
        return properties.toSettings().createRetryPolicy();
    }
}
