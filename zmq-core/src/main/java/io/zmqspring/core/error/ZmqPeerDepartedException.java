package io.zmqspring.core.error;

/** The peer that was asked has departed without a reply, and the request may not be sent again. */
public class ZmqPeerDepartedException extends ZmqRequestException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, with the values concerned */
    public ZmqPeerDepartedException(String message) {
        super(message, true);
    }
}
