package io.zmqspring.core.error;

/** No reply to a request came in time. A reply that comes later is dropped and counted. */
public class ZmqRequestTimeoutException extends ZmqRequestException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, with the values concerned
     * @param sent whether the request was given to a peer
     */
    public ZmqRequestTimeoutException(String message, boolean sent) {
        super(message, sent);
    }
}
