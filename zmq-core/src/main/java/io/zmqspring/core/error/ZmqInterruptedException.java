package io.zmqspring.core.error;

/**
 * The waiting thread was interrupted. Its interrupt flag is set again, nothing was queued or taken, the socket stays
 * usable.
 */
public class ZmqInterruptedException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqInterruptedException(String message) {
        super(message);
    }
}
