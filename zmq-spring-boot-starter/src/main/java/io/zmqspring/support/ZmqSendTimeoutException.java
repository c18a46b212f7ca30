package io.zmqspring.support;

import io.zmqspring.core.error.ZmqTimeoutException;
import java.time.Duration;

/** No peer of a named socket had room for a message in time. The message was not queued and may be sent again. */
public class ZmqSendTimeoutException extends ZmqTimeoutException {

    private static final long serialVersionUID = 1L;

    private final String socketName;
    private final Duration timeout;

    /**
     * @param socketName the socket's name
     * @param timeout how long the send had waited
     * @param peers how many peers were connected when it gave up
     */
    public ZmqSendTimeoutException(String socketName, Duration timeout, int peers) {
        super("socket '" + socketName + "': message not sent within " + timeout + ", "
                + (peers == 0 ? "no peer is connected" : "none of " + peers + " connected peers had room"));
        this.socketName = socketName;
        this.timeout = timeout;
    }

    /** {@return the socket's name} */
    public String socketName() {
        return socketName;
    }

    /** {@return how long the send had waited} */
    public Duration timeout() {
        return timeout;
    }
}
