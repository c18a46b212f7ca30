package io.zmqspring.support;

/**
 * Names of the headers we set on or read from a Spring {@link org.springframework.messaging.Message}. None of them
 * travels.
 */
public final class ZmqHeaders {

    /** What the names of all our headers begin with. */
    public static final String PREFIX = "zmq_";

    /** Outbound, {@code String}: name of the socket a template sends the message on. */
    public static final String SOCKET = PREFIX + "socket";

    /** Inbound, {@code String}: name of the socket the message came from. */
    public static final String RECEIVED_SOCKET = PREFIX + "receivedSocket";

    /** Inbound, {@code Integer}: how many frames the message had. */
    public static final String FRAME_COUNT = PREFIX + "frameCount";

    /** Inbound, {@code String}: id of the listener container that received the message. */
    public static final String LISTENER_ID = PREFIX + "listenerId";

    private ZmqHeaders() {}
}
