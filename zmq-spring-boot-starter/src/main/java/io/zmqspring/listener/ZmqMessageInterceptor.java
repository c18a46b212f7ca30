package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import org.jspecify.annotations.Nullable;

/**
 * Sees each message before and after the listener. Beans of this type apply to all listeners, in their order. Called on
 * the worker that calls the listener; {@link #success}, {@link #failure} and {@link #afterMessage} on the thread that
 * completes its future, where it returns one. Of a batch listener only {@link #intercept} is called, for each message.
 */
public interface ZmqMessageInterceptor {

    /**
     * Called before the listener, at each attempt.
     *
     * @param message as it was received, or as the interceptor before has changed it
     * @param container the listener's container
     * @return what the listener gets: the message, another one, or {@code null} to skip it, which counts as handled; a
     *     request that is skipped is answered as if the listener had no result
     * @throws Exception as if the listener had thrown it
     */
    default @Nullable ZmqMessage intercept(ZmqMessage message, ZmqMessageListenerContainer container) throws Exception {
        return message;
    }

    /**
     * Called when the listener has handled a message.
     *
     * @param message as the listener got it
     * @param container the listener's container
     */
    default void success(ZmqMessage message, ZmqMessageListenerContainer container) {}

    /**
     * Called when an attempt has failed, before the error handler.
     *
     * @param message as the listener got it
     * @param failure what the listener threw, or what its future completed with
     * @param container the listener's container
     */
    default void failure(ZmqMessage message, Throwable failure, ZmqMessageListenerContainer container) {}

    /**
     * Called last, after {@link #success} or {@link #failure}: the place to undo what {@link #intercept} did to its
     * thread, when the listener returns no future.
     *
     * @param message as the listener got it
     * @param container the listener's container
     */
    default void afterMessage(ZmqMessage message, ZmqMessageListenerContainer container) {}
}
