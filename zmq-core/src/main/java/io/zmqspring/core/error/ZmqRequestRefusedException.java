package io.zmqspring.core.error;

/** A request was not begun, since as many as allowed are in flight. */
public class ZmqRequestRefusedException extends ZmqRequestException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqRequestRefusedException(String message) {
        super(message, false);
    }
}
