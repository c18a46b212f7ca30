package io.zmqspring.core.error;

/**
 * A ROUTER socket with {@code routerMandatory} has no peer with the routing id of a message (libzmq EHOSTUNREACH).
 * Nothing was queued.
 */
public class ZmqUnroutableException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final byte[] routingId;

    /**
     * @param message what happened, with the values concerned
     * @param routingId of the message; copied
     */
    public ZmqUnroutableException(String message, byte[] routingId) {
        super(message);
        this.routingId = routingId.clone();
    }

    /** {@return the routing id of the message, a copy} */
    public byte[] routingId() {
        return routingId.clone();
    }
}
