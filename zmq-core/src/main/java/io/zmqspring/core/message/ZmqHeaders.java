package io.zmqspring.core.message;

/**
 * Names of the headers that frameworks set on or read from their messages around a {@link ZmqMessage}. None of them
 * travels as a header; topic, routing id and what a reply begins with are frames, see {@link EnvelopeHeaders}.
 */
public final class ZmqHeaders {

    /** Prefix of the names of all these headers. */
    public static final String PREFIX = "zmq_";

    /** Outbound, {@code String}: name of the socket a template sends the message on. */
    public static final String SOCKET = PREFIX + "socket";

    /** Inbound, {@code String}: name of the socket the message came from. */
    public static final String RECEIVED_SOCKET = PREFIX + "receivedSocket";

    /** Inbound, {@link io.zmqspring.core.option.SocketType}: type of the socket the message came from. */
    public static final String SOCKET_TYPE = PREFIX + "socketType";

    /** Inbound, {@code Integer}: how many frames the message had, at least 1. */
    public static final String FRAME_COUNT = PREFIX + "frameCount";

    /**
     * Inbound of SUB and XSUB, and outbound of PUB and XPUB, {@code String}: the topic, that is the first frame, read
     * as UTF-8. Outbound it may be a {@code byte[]}. A received message of one frame is its own topic.
     */
    public static final String TOPIC = PREFIX + "topic";

    /**
     * Inbound and outbound of ROUTER, {@link io.zmqspring.core.option.RoutingId}: the peer. Outbound it may be a
     * {@code byte[]} or a {@code String} (UTF-8).
     */
    public static final String ROUTING_ID = PREFIX + "routingId";

    /**
     * Inbound and outbound of ROUTER and DEALER, {@link ZmqMessage}: the frames that a reply begins with. It stands for
     * the routing id too, and has the delimiter that a REQ waits for.
     */
    public static final String REPLY_TO = PREFIX + "replyTo";

    /**
     * Inbound, {@link ZmqPeer}: which peer sent the message, with what it announced in its handshake; not there when
     * the message was not received from one.
     */
    public static final String PEER = PREFIX + "peer";

    /** Inbound, {@code String}: the transport address of the peer, as {@link ZmqPeer#address()}. */
    public static final String PEER_ADDRESS = PREFIX + "peerAddress";

    /** Inbound, {@code String}: id of the listener container that received the message. */
    public static final String LISTENER_ID = PREFIX + "listenerId";

    /** On error messages, {@link ZmqMessage}: the message as it was received. */
    public static final String RAW_MESSAGE = PREFIX + "rawMessage";

    /** On replies with a {@link HeaderFrame}, {@code Boolean}: the request could not be handled. */
    public static final String ERROR = PREFIX + "error";

    private ZmqHeaders() {}
}
