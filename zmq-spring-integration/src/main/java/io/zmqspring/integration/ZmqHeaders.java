package io.zmqspring.integration;

/** Names of the message headers our endpoints set. None of them travels on the wire. */
public final class ZmqHeaders {

    /** What every name begins with. */
    public static final String PREFIX = "zmq_";

    /** Type of the socket the message came from, a {@link io.zmqspring.core.option.SocketType}. */
    public static final String SOCKET_TYPE = PREFIX + "socketType";

    /** How many frames the message had, an {@link Integer} of at least 1. */
    public static final String FRAME_COUNT = PREFIX + "frameCount";

    /** On error messages: the message as it was received, a {@link io.zmqspring.core.message.Message}. */
    public static final String RAW_MESSAGE = PREFIX + "rawMessage";

    private ZmqHeaders() {}
}
