package io.zmqspring.integration.support;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/**
 * Headers of a received message, made once: {@link org.springframework.messaging.support.GenericMessage} copies every
 * other map. One thread sets them up; when the message is made they no longer change.
 */
public final class EndpointHeaders extends MessageHeaders {

    private static final long serialVersionUID = 1L;

    /** Creates headers with an id and a time. */
    EndpointHeaders() {
        super(null);
    }

    /**
     * Adds a header, before the message is made.
     *
     * @param name its name
     * @param value its value, or {@code null} to remove it
     */
    public void set(String name, @Nullable Object value) {
        if (value == null) {
            getRawHeaders().remove(name);
        } else {
            getRawHeaders().put(name, value);
        }
    }
}
