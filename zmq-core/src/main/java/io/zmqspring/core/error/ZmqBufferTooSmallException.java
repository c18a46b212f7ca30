package io.zmqspring.core.error;

/** The caller's buffer is smaller than the message body. The message is still first in the queue. */
public class ZmqBufferTooSmallException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqBufferTooSmallException(String message) {
        super(message);
    }
}
