package io.zmqspring.core.error;

/** The socket or its context is closed, or was closed while this call waited. Nothing was queued or taken. */
public class ZmqClosedException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqClosedException(String message) {
        super(message);
    }
}
