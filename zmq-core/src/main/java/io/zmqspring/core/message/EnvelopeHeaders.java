package io.zmqspring.core.message;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Maps between the {@link Envelope} of a message and the headers that frameworks have for it. Any thread. */
public final class EnvelopeHeaders {

    private EnvelopeHeaders() {}

    /**
     * Gives the headers of a received message: {@link ZmqHeaders#TOPIC}, or {@link ZmqHeaders#ROUTING_ID} and
     * {@link ZmqHeaders#REPLY_TO}, where it has them.
     *
     * @param envelope of the socket it was received from
     * @param received the message as it was received
     * @param headers takes each header
     */
    public static void read(Envelope envelope, ZmqMessage received, BiConsumer<String, Object> headers) {
        put(headers, ZmqHeaders.TOPIC, envelope.topic(received));
        put(headers, ZmqHeaders.ROUTING_ID, envelope.routingId(received));
        put(headers, ZmqHeaders.REPLY_TO, envelope.replyTo(received));
    }

    /**
     * Puts a payload into the envelope that its headers name: {@link ZmqHeaders#TOPIC} for a PUB or XPUB;
     * {@link ZmqHeaders#REPLY_TO}, else {@link ZmqHeaders#ROUTING_ID}, for a ROUTER; {@link ZmqHeaders#REPLY_TO} for a
     * DEALER. A payload that is its own topic is not sent twice. Other types of socket, and messages without these
     * headers, send the payload alone.
     *
     * @param type of the socket that will send the message
     * @param headers of the message
     * @param payload its frames
     * @return the frames to send
     * @throws IllegalArgumentException when a header is of another type than {@link ZmqHeaders} says
     */
    public static ZmqMessage write(SocketType type, Map<String, ?> headers, ZmqMessage payload) {
        return switch (type) {
            case PUB, XPUB -> published(headers.get(ZmqHeaders.TOPIC), payload);
            case ROUTER -> addressed(headers, payload);
            case DEALER -> replied(headers.get(ZmqHeaders.REPLY_TO), payload);
            default -> payload;
        };
    }

    private static ZmqMessage published(@Nullable Object topic, ZmqMessage payload) {
        if (topic == null) {
            return payload;
        }
        byte[] bytes = bytes(ZmqHeaders.TOPIC, topic, "a String or a byte[]");
        return payload.frameCount() == 1 && Arrays.equals(bytes, payload.frame(0))
                ? payload
                : ZmqMessage.of(bytes).followedBy(payload);
    }

    private static ZmqMessage addressed(Map<String, ?> headers, ZmqMessage payload) {
        Object replyTo = headers.get(ZmqHeaders.REPLY_TO);
        Object routingId = headers.get(ZmqHeaders.ROUTING_ID);
        if (replyTo != null || routingId == null) {
            return replied(replyTo, payload);
        }
        return ZmqMessage.of(bytes(ZmqHeaders.ROUTING_ID, routingId, "a RoutingId, a byte[] or a String"))
                .followedBy(payload);
    }

    private static ZmqMessage replied(@Nullable Object replyTo, ZmqMessage payload) {
        if (replyTo == null) {
            return payload;
        }
        if (replyTo instanceof ZmqMessage envelope) {
            return envelope.followedBy(payload);
        }
        throw wrong(ZmqHeaders.REPLY_TO, replyTo, "a ZmqMessage");
    }

    private static byte[] bytes(String header, Object value, String wanted) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof RoutingId id && header.equals(ZmqHeaders.ROUTING_ID)) {
            return id.bytes();
        }
        throw wrong(header, value, wanted);
    }

    private static IllegalArgumentException wrong(String header, Object value, String wanted) {
        return new IllegalArgumentException(
                "header " + header + " is a " + value.getClass().getName() + ", wanted is " + wanted);
    }

    private static void put(BiConsumer<String, Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.accept(name, value);
        }
    }
}
