package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes the messages of a listener container. Called by as many threads as the container has workers. */
@FunctionalInterface
public interface ZmqMessageListener {

    /**
     * Takes one message.
     *
     * @param message its frames, the listener's own
     * @throws Exception when it cannot be handled; goes to the container's {@link ZmqContainerErrorHandler}
     */
    void onMessage(ZmqMessage message) throws Exception;

    /**
     * Takes one message whose handling may end after this call has returned. The container calls this method only; by
     * default it calls {@link #onMessage}.
     *
     * @param message its frames, the listener's own
     * @return {@code null} when it is handled; else a stage that completes when it is, exceptionally when it could not
     *         be
     * @throws Exception when it cannot be handled
     */
    default @Nullable CompletionStage<?> handle(ZmqMessage message) throws Exception {
        onMessage(message);
        return null;
    }

    /**
     * Gives the headers of a message as the listener sees them, for what follows messages from process to process, such
     * as a trace. By default there are none.
     *
     * @param message its frames
     * @return the headers by name
     */
    default Map<String, Object> headers(ZmqMessage message) {
        return Map.of();
    }

    /**
     * Called once for each message that could not be handled, when the error handler has decided that it will not be
     * handed over again: the place for an error reply. By default nothing happens.
     *
     * @param message its frames
     * @param failure why the last attempt failed
     */
    default void onFailure(ZmqMessage message, Throwable failure) {}

    /**
     * Called for a message that a filter or an interceptor keeps from the listener: the place to answer a request. By
     * default nothing happens.
     *
     * @param message its frames
     */
    default void onSkip(ZmqMessage message) {}
}
