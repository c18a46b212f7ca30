package io.zmqspring.core.error;

/**
 * A single-frame receive met a message of several frames. The message is still first in the queue: receive it whole.
 */
public class ZmqFrameCountException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqFrameCountException(String message) {
        super(message);
    }
}
