package io.zmqspring.listener;

/**
 * Decides what becomes of a message the listener of a container could not handle: give it up, say that it is taken care
 * of, or hand it to the listener again. The container goes on with the next message afterwards. A listener method that
 * answers for its own failures has a {@link ZmqListenerErrorHandler}, which is asked first.
 */
@FunctionalInterface
public interface ZmqContainerErrorHandler {

    /**
     * Called on the worker that ran the listener, or on the thread that completed its future. What this throws is
     * logged, and the message is given up.
     *
     * @param failed the message, and why it failed
     * @return what becomes of it
     */
    FailureResolution handleError(FailedDelivery failed);
}
