package io.zmqspring.support;

import io.zmqspring.core.error.ZmqException;
import org.jspecify.annotations.Nullable;

/** A listener is declared in a way that cannot work; thrown when the application starts. */
public class ZmqListenerDefinitionException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final String listener;

    /**
     * @param listener the method or id of the listener
     * @param reason what is wrong with it
     */
    public ZmqListenerDefinitionException(String listener, String reason) {
        this(listener, reason, null);
    }

    /**
     * @param listener the method or id of the listener
     * @param reason what is wrong with it
     * @param cause the failure below, or {@code null}
     */
    public ZmqListenerDefinitionException(String listener, String reason, @Nullable Throwable cause) {
        super("listener " + listener + ": " + reason, cause);
        this.listener = listener;
    }

    /** {@return the method or id of the listener} */
    public String listener() {
        return listener;
    }
}
