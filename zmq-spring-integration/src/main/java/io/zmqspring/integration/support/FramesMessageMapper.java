package io.zmqspring.integration.support;

import io.zmqspring.core.message.FramePayload;
import io.zmqspring.core.message.ZmqMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

/** Hands frames over as they are, in the payload type its mode names. */
final class FramesMessageMapper implements ZmqMessageMapper {

    private final PayloadMode mode;

    FramesMessageMapper(PayloadMode mode) {
        this.mode = mode;
    }

    @Override
    public Message<?> toMessage(ZmqMessage frames, @Nullable Map<String, Object> headers) {
        Object payload = switch (mode) {
            case NATURAL -> FramePayload.of(frames);
            case MESSAGE -> frames;
            case FRAMES -> frames.frames();
        };
        return message(payload, headers);
    }

    /** Creates a message, without a copy of headers that are made for one. */
    static <T> Message<T> message(T payload, @Nullable Map<String, Object> headers) {
        return headers instanceof EndpointHeaders made
                ? new GenericMessage<>(payload, made)
                : new GenericMessage<>(payload, headers == null ? Map.of() : headers);
    }

    @Override
    public ZmqMessage fromMessage(Message<?> message) {
        ZmqMessage frames = FramePayload.toMessage(message.getPayload());
        if (frames == null) {
            throw new MessageConversionException(message, reason(message.getPayload()));
        }
        return frames;
    }

    private static String reason(Object payload) {
        if (!(payload instanceof List<?> list)) {
            return "a payload is byte[], String, ByteBuffer, ZmqMessage or List<byte[]>,"
                    + " or there is a message converter:"
                    + " payload=" + payload.getClass().getName();
        }
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof byte[])) {
                return "each element of a list is one frame, a byte[]: element " + i + "=" + list.get(i);
            }
        }
        return "a message has at least one frame: frames=0";
    }
}
