package io.zmqspring.core.transport;

import io.zmqspring.core.error.ZmqEndpointException;

/**
 * A name within one context; both bind and connect take any.
 *
 * @param name 1 or more characters
 */
public record InprocEndpoint(String name) implements Endpoint {

    /** The part before {@code ://}. */
    public static final String SCHEME = "inproc";

    static final String FORM = "inproc://name";

    static InprocEndpoint parse(String text, String name) {
        if (name.isEmpty()) {
            throw new ZmqEndpointException(text, "the name is empty: an endpoint is " + FORM);
        }
        return new InprocEndpoint(name);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public InprocEndpoint forBind() {
        return this;
    }

    @Override
    public InprocEndpoint forConnect() {
        return this;
    }

    @Override
    public String toString() {
        return SCHEME + "://" + name;
    }
}
