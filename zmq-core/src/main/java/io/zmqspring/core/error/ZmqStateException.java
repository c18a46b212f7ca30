package io.zmqspring.core.error;

/**
 * A call on a REQ or REP socket is out of order: requests and replies alternate (28/REQREP; libzmq EFSM). Nothing was
 * queued or taken; the socket stays as it was.
 */
public class ZmqStateException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /** @param message in which state the socket is, and what it takes now */
    public ZmqStateException(String message) {
        super(message);
    }
}
