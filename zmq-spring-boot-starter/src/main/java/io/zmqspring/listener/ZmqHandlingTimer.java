package io.zmqspring.listener;

import org.jspecify.annotations.Nullable;

/** Measures how long a listener takes. Called on the thread that ran the listener or completed its future. */
@FunctionalInterface
public interface ZmqHandlingTimer {

    /**
     * Called once for each attempt to handle a message, and once for each batch. It must not throw.
     *
     * @param durationNs from the call of the listener until it has returned, or until its future is complete, in
     *     nanoseconds
     * @param failure why it could not be handled, or {@code null} when it is
     */
    void handled(long durationNs, @Nullable Throwable failure);
}
