package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;

/**
 * Hears of each message a listener could not handle. The container has counted it and goes on with the next one
 * afterwards.
 */
@FunctionalInterface
public interface ZmqContainerErrorHandler {

    /**
     * Called on the worker that ran the listener, or on the thread that completed it. What this throws is logged.
     *
     * @param failure what the listener threw
     * @param message the message
     * @param container the listener's container
     */
    void handleError(Throwable failure, ZmqMessage message, ZmqMessageListenerContainer container);
}
