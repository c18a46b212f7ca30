package io.zmqspring.listener;

import io.zmqspring.core.message.Message;

/**
 * Hears of each message a listener could not handle. The container has counted it and goes on with the next one
 * afterwards.
 */
@FunctionalInterface
public interface ZmqErrorHandler {

    /**
     * Called on the worker that ran the listener, or on the thread that completed it. What this throws is logged.
     *
     * @param failure what the listener threw
     * @param message the message
     * @param container the listener's container
     */
    void handleError(Throwable failure, Message message, ZmqMessageListenerContainer container);
}
