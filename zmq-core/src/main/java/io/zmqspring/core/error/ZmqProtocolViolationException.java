package io.zmqspring.core.error;

/**
 * A peer broke the protocol. Closes that one connection and travels in a monitor event; never thrown to a caller.
 * The message names the rule and its source, for example {@code 37/ZMTP Framing}.
 */
public class ZmqProtocolViolationException extends ZmqException {

    private static final long serialVersionUID = 1L;

    /** @param message the rule, its source, and what arrived instead */
    public ZmqProtocolViolationException(String message) {
        super(message);
    }
}
