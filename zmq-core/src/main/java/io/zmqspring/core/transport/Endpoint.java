package io.zmqspring.core.transport;

import io.zmqspring.core.error.ZmqEndpointException;
import java.util.Objects;

/** An address that a socket binds or connects to, parsed and in its canonical spelling. Immutable. */
public sealed interface Endpoint permits TcpEndpoint, IpcEndpoint, InprocEndpoint {

    /**
     * Parses an endpoint. Looks up no name and no network interface.
     *
     * @param text for example {@code tcp://localhost:5555}, {@code ipc:///tmp/feed}, {@code inproc://feed}
     * @return the endpoint
     * @throws ZmqEndpointException when it is malformed or has another scheme than these three
     */
    static Endpoint parse(String text) {
        Objects.requireNonNull(text, "endpoint");
        int separator = text.indexOf("://");
        if (separator < 0) {
            throw new ZmqEndpointException(
                    text,
                    "no scheme: an endpoint is " + TcpEndpoint.FORM + ", " + IpcEndpoint.FORM + " or "
                            + InprocEndpoint.FORM);
        }
        String scheme = text.substring(0, separator);
        String address = text.substring(separator + "://".length());
        return switch (scheme) {
            case TcpEndpoint.SCHEME -> TcpEndpoint.parse(text, address);
            case IpcEndpoint.SCHEME -> IpcEndpoint.parse(text, address);
            case InprocEndpoint.SCHEME -> InprocEndpoint.parse(text, address);
            default ->
                throw new ZmqEndpointException(
                        text,
                        "unknown scheme \"" + scheme + "\": the schemes known are " + TcpEndpoint.SCHEME + ", "
                                + IpcEndpoint.SCHEME + ", " + InprocEndpoint.SCHEME);
        };
    }

    /** {@return the part before {@code ://}} */
    String scheme();

    /**
     * Checks that this endpoint can be bound, as far as its form tells; a name is looked up by the bind itself.
     *
     * @return this
     * @throws ZmqEndpointException when a bind can never use it
     */
    Endpoint forBind();

    /**
     * Checks that this endpoint can be connected to.
     *
     * @return this
     * @throws ZmqEndpointException when a connect can never use it
     */
    Endpoint forConnect();

    /** {@return the canonical spelling; parsing it gives an equal endpoint} */
    @Override
    String toString();
}
