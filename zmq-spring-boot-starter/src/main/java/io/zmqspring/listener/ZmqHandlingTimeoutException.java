package io.zmqspring.listener;

import io.zmqspring.core.error.ZmqException;
import java.time.Duration;

/**
 * The handling of a message went on for longer than {@link ContainerProperties#getPendingTimeout()} after its listener
 * had returned. It may go on still, so the message is not handed over again.
 */
public class ZmqHandlingTimeoutException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /**
     * @param listener which, with the messages it was given
     * @param timeout after which time there was no result
     */
    public ZmqHandlingTimeoutException(String listener, Duration timeout) {
        super(listener + " has no result after " + timeout + " (pending-timeout)");
    }
}
