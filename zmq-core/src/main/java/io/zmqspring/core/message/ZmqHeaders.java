package io.zmqspring.core.message;

/**
 * Names of the headers that frameworks set on or read from their messages around a {@link ZmqMessage}. None of them
 * travels.
 */
public final class ZmqHeaders {

    /** What the names of all these headers begin with. */
    public static final String PREFIX = "zmq_";

    /** Outbound, {@code String}: name of the socket a template sends the message on. */
    public static final String SOCKET = PREFIX + "socket";

    /** Inbound, {@code String}: name of the socket the message came from. */
    public static final String RECEIVED_SOCKET = PREFIX + "receivedSocket";

    /** Inbound, {@link io.zmqspring.core.option.SocketType}: type of the socket the message came from. */
    public static final String SOCKET_TYPE = PREFIX + "socketType";

    /** Inbound, {@code Integer}: how many frames the message had, at least 1. */
    public static final String FRAME_COUNT = PREFIX + "frameCount";

    /** Inbound, {@code String}: id of the listener container that received the message. */
    public static final String LISTENER_ID = PREFIX + "listenerId";

    /** On error messages, {@link ZmqMessage}: the message as it was received. */
    public static final String RAW_MESSAGE = PREFIX + "rawMessage";

    private ZmqHeaders() {}
}
