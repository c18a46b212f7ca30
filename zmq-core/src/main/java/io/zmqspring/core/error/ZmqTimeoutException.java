package io.zmqspring.core.error;

/** The send or receive timeout of the socket ended a wait. Nothing was queued or taken; the socket stays usable. */
public class ZmqTimeoutException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqTimeoutException(String message) {
        super(message);
    }
}
