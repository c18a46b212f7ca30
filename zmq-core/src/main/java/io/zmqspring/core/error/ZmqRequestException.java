package io.zmqspring.core.error;

/** A request of a requester has failed. */
public class ZmqRequestException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * @param message what happened, with the values concerned
     * @param sent whether the request was given to a peer, or may have been
     */
    public ZmqRequestException(String message, boolean sent) {
        super(message);
        this.sent = sent;
    }

    /** {@return whether a peer may have handled the request, or may yet; if not, none ever will} */
    public boolean mayHaveBeenHandled() {
        return sent;
    }
}
