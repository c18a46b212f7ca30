package io.zmqspring.support;

import io.zmqspring.core.error.ZmqTimeoutException;
import java.time.Duration;

/**
 * No reply to a request came in time. Its cause, a {@link io.zmqspring.core.error.ZmqRequestTimeoutException}, says
 * whether a peer may have handled the request.
 */
public class ZmqReplyTimeoutException extends ZmqTimeoutException {

    private static final long serialVersionUID = 1L;

    private final String socketName;
    private final Duration timeout;

    /**
     * @param socketName the socket's name
     * @param timeout how long the call had waited
     * @param peers how many peers were connected when it gave up
     */
    public ZmqReplyTimeoutException(String socketName, Duration timeout, int peers) {
        super("socket '" + socketName + "': no reply within " + timeout + ", " + connected(peers));
        this.socketName = socketName;
        this.timeout = timeout;
    }

    /** {@return the socket's name} */
    public String socketName() {
        return socketName;
    }

    /** {@return how long the call had waited} */
    public Duration timeout() {
        return timeout;
    }

    private static String connected(int peers) {
        return switch (peers) {
            case 0 -> "no peer is connected";
            case 1 -> "1 peer is connected";
            default -> peers + " peers are connected";
        };
    }
}
