package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes several messages of a listener container at a time: what has arrived, up to the batch size, and what comes
 * within the batch time-out of the first, see {@link ContainerProperties}. Called by as many threads as the container
 * has workers.
 */
@FunctionalInterface
public interface ZmqBatchMessageListener extends ZmqMessageListener {

    /**
     * Takes a batch. When this throws a {@link ZmqBatchListenerFailedException}, the messages ahead of its index are
     * handled; the error handler decides about the message at the index, and those behind it are handed over again.
     * When it throws anything else, no message of the batch is handled: the error handler decides about each of them.
     *
     * @param elements what {@link #element} made of each message, in order, at least one
     * @throws Exception when the batch, or one message of it, cannot be handled
     */
    void onBatch(List<? extends @Nullable Object> elements) throws Exception;

    /**
     * Creates an element of a batch, called once for each message before its batch is handed over. By default it is the
     * message itself.
     *
     * @param message its frames, the listener's own
     * @return the element
     * @throws Exception when there can be none; the error handler decides about the message, and the batch is handed
     *         over without it
     */
    default @Nullable Object element(ZmqMessage message) throws Exception {
        return message;
    }

    /** Takes a batch of one message. The container calls {@link #onBatch} only. */
    @Override
    default void onMessage(ZmqMessage message) throws Exception {
        onBatch(Collections.singletonList(element(message)));
    }
}
