package io.zmqspring.listener;

import io.zmqspring.core.error.ZmqException;

/** A listener method could not handle a message: it threw, or its arguments could not be made from the message. */
public class ListenerExecutionFailedException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which method, on what
     * @param cause why
     */
    public ListenerExecutionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
