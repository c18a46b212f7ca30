package io.zmqspring.listener;

import io.zmqspring.core.error.ZmqException;
import org.jspecify.annotations.Nullable;

/** Thrown by a batch listener; it names the message of the batch that could not be handled. */
public class ZmqBatchListenerFailedException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final int index;

    /**
     * Creates one.
     *
     * @param message why
     * @param index of the message in the batch, from 0; those ahead of it are handled
     * @param cause why
     * @throws IllegalArgumentException when the index is negative
     */
    public ZmqBatchListenerFailedException(String message, int index, @Nullable Throwable cause) {
        super(message, cause);
        if (index < 0) {
            throw new IllegalArgumentException("index=" + index + " is out of range: allowed is 0 or more");
        }
        this.index = index;
    }

    /** {@return the index of the message in the batch, from 0} */
    public int getIndex() {
        return index;
    }
}
