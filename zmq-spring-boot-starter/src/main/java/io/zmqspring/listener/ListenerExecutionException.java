package io.zmqspring.listener;

import io.zmqspring.core.error.ZmqException;

/** A listener method could not handle a message: it threw, or its arguments could not be made from the message. */
public class ListenerExecutionException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which method, on what
     * @param cause why
     */
    public ListenerExecutionException(String message, Throwable cause) {
        super(message, cause);
    }
}
