package io.zmqspring.core.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of the exceptions of this library, beside those of the JDK that it throws for arguments and misuse. Unchecked. A
 * peer that breaks the protocol causes none for a caller: its connection is closed and counted.
 */
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
