package io.zmqspring.listener;

import org.jspecify.annotations.Nullable;

/**
 * The way back for the result of one message: a listener method with a parameter of this type replies when it likes,
 * from any thread, in place of returning the result. The message is in handling until then, and counts for
 * {@link ContainerProperties#getMaxPending()}.
 */
public interface ZmqReplier {

    /**
     * Sends the result, as if the method had returned it.
     *
     * @param result what to send, or {@code null} when there is none
     * @throws IllegalStateException when there was a result or a failure already
     */
    void reply(@Nullable Object result);

    /**
     * Reports that the message could not be handled, as if the method had thrown it.
     *
     * @param failure why
     * @throws IllegalStateException when there was a result or a failure already
     */
    void fail(Throwable failure);
}
