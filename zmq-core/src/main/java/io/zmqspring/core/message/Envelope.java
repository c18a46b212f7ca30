package io.zmqspring.core.message;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import org.jspecify.annotations.Nullable;

/**
 * Frames ahead of the payload in the messages that an application receives, as the type of its socket puts them there.
 * Any thread.
 *
 * <pre>
 *   SUB, XSUB   [topic][payload…]                a message of one frame is topic and payload at once
 *   ROUTER      [routing id][payload…]           of a DEALER
 *               [routing id][][payload…]         of a REQ, whose empty frame is the delimiter of 28/REQREP
 *               [routing id][number][][payload…] of a REQ with {@code req-correlate}, or a requester
 *   DEALER      [payload…], [][payload…]         of a ROUTER, of a REP
 *   any other   [payload…]
 * </pre>
 *
 * <p>The delimiter is the first empty frame that others follow; what stands ahead of it, such as the routing ids that
 * several ROUTERs have added, belongs to the envelope, as a REP socket has it. A peer that sends no delimiter has
 * therefore no empty frame in its payload, other than the last.
 */
public enum Envelope {

    /** All frames are payload. */
    NONE,
    /** DEALER: what a delimiter ends, or nothing. */
    DELIMITER,
    /** ROUTER: the routing id of the peer, and what a delimiter ends. */
    ROUTING_ID,
    /** SUB and XSUB: the topic, unless the message has no other frame. */
    TOPIC;

    /**
     * Finds the envelope of the messages that a type of socket receives.
     *
     * @param type the type
     * @return what stands ahead of their payload
     */
    public static Envelope of(SocketType type) {
        return switch (type) {
            case DEALER -> DELIMITER;
            case ROUTER -> ROUTING_ID;
            case SUB, XSUB -> TOPIC;
            default -> NONE;
        };
    }

    /**
     * Counts the frames ahead of the payload.
     *
     * @param received a message as it was received
     * @return how many, less than the message has
     */
    public int length(ZmqMessage received) {
        int frames = received.frameCount();
        return switch (this) {
            case NONE -> 0;
            case DELIMITER -> delimiter(received, 0);
            case ROUTING_ID -> frames == 1 ? 0 : Math.max(1, delimiter(received, 1));
            case TOPIC -> frames == 1 ? 0 : 1;
        };
    }

    /**
     * Takes the envelope off.
     *
     * @param received a message as it was received
     * @return the frames behind the envelope, at least one; the message itself when it has no envelope
     */
    public ZmqMessage payload(ZmqMessage received) {
        int length = length(received);
        return length == 0 ? received : received.slice(length, received.frameCount());
    }

    /**
     * Gives the topic of a message, its first frame.
     *
     * @param received a message as it was received
     * @return its topic, read as UTF-8, or {@code null} when this is not {@link #TOPIC}
     */
    public @Nullable String topic(ZmqMessage received) {
        return this == TOPIC ? received.string(0) : null;
    }

    /**
     * Gives the routing id of the peer a message came from.
     *
     * @param received a message as it was received
     * @return the id, or {@code null} when this is not {@link #ROUTING_ID}
     */
    public @Nullable RoutingId routingId(ZmqMessage received) {
        return this == ROUTING_ID && received.frame(0).length > 0 ? RoutingId.of(received.frame(0)) : null;
    }

    /**
     * Gives what a reply begins with.
     *
     * @param received a request as it was received
     * @return the frames ahead of its payload, or {@code null} when a reply has none
     */
    public @Nullable ZmqMessage replyTo(ZmqMessage received) {
        int length = this == TOPIC ? 0 : length(received);
        return length == 0 ? null : received.slice(0, length);
    }

    /**
     * Puts a reply into the envelope of its request.
     *
     * @param received the request as it was received
     * @param payload of the reply
     * @return the frames to send, over the socket that received the request
     */
    public ZmqMessage reply(ZmqMessage received, ZmqMessage payload) {
        ZmqMessage replyTo = replyTo(received);
        return replyTo == null ? payload : replyTo.followedBy(payload);
    }

    /**
     * Looks whether a request came from a REQ, or from a peer that acts as one, and so waits for a reply.
     *
     * @param received a message as it was received
     * @return whether its envelope ends with a delimiter
     */
    public boolean isDelimited(ZmqMessage received) {
        int length = this == TOPIC ? 0 : length(received);
        return length > 0 && received.frame(length - 1).length == 0;
    }

    /** {@return how many frames there are up to the delimiter, or 0 when there is none} */
    private static int delimiter(ZmqMessage received, int from) {
        int last = received.frameCount() - 1;
        for (int i = from; i < last; i++) {
            if (received.frame(i).length == 0) {
                return i + 1;
            }
        }
        return 0;
    }
}
