package io.zmqspring.core.error;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint cannot be used: malformed, unknown scheme, not ours, or refused by the operating system (port in use).
 */
public class ZmqEndpointException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final String endpoint;
    private final String reason;

    /**
     * @param endpoint the endpoint as the caller gave it
     * @param reason why it cannot be used
     */
    public ZmqEndpointException(String endpoint, String reason) {
        this(endpoint, reason, null);
    }

    /**
     * @param endpoint the endpoint as the caller gave it
     * @param reason why it cannot be used
     * @param cause what the operating system said, or {@code null}
     */
    public ZmqEndpointException(String endpoint, String reason, @Nullable Throwable cause) {
        super(endpoint + ": " + reason, cause);
        this.endpoint = endpoint;
        this.reason = reason;
    }

    /** {@return the endpoint as the caller gave it} */
    public String endpoint() {
        return endpoint;
    }

    /** {@return why it cannot be used, without the endpoint} */
    public String reason() {
        return reason;
    }
}
