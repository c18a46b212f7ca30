package io.zmqspring.core.error;

import org.jspecify.annotations.Nullable;

/** Root of all exceptions this engine throws to a caller. Unchecked; never thrown for what a peer did. */
public class ZmqException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqException(String message) {
        super(message);
    }

    /**
     * @param message what happened, with the values concerned
     * @param cause the failure below, or {@code null}
     */
    public ZmqException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
