package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import org.jspecify.annotations.Nullable;

/** Sends what a listener method returns, and an answer when it fails, to where they belong. Any thread. */
public interface ReplySender {

    /**
     * Sends what the method returned, waiting for room as the sending side says.
     *
     * @param request the message as it was received
     * @param result what the method returned, or {@code null} when that is nothing
     */
    void reply(ZmqMessage request, @Nullable Object result);

    /**
     * Answers a message that could not be handled, where somebody may be waiting for an answer.
     *
     * @param request the message as it was received
     * @param failure why it could not be handled
     */
    void replyToFailure(ZmqMessage request, Throwable failure);
}
