package io.zmqspring.integration.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    public Message<?> toMessage(io.zmqspring.core.message.Message frames, @Nullable Map<String, Object> headers) {
        Object payload = switch (mode) {
            case NATURAL -> frames.frameCount() == 1 ? frames.frame(0) : frames;
            case MESSAGE -> frames;
            case FRAMES -> frames.frames();
        };
        return new GenericMessage<>(payload, headers == null ? Map.of() : headers);
    }

    @Override
    public io.zmqspring.core.message.Message fromMessage(Message<?> message) {
        Object payload = message.getPayload();
        if (payload instanceof byte[] bytes) {
            return io.zmqspring.core.message.Message.of(bytes);
        }
        if (payload instanceof String text) {
            return io.zmqspring.core.message.Message.of(text.getBytes(StandardCharsets.UTF_8));
        }
        if (payload instanceof io.zmqspring.core.message.Message frames) {
            return frames;
        }
        if (payload instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return io.zmqspring.core.message.Message.of(bytes);
        }
        if (payload instanceof List<?> list) {
            return io.zmqspring.core.message.Message.of(frames(message, list));
        }
        throw new MessageConversionException(
                message,
                "a payload is byte[], String, ByteBuffer, Message or List<byte[]>, or there is a message converter: payload="
                        + payload.getClass().getName());
    }

    private static byte[][] frames(Message<?> message, List<?> list) {
        if (list.isEmpty()) {
            throw new MessageConversionException(message, "a message has at least one frame: frames=0");
        }
        byte[][] frames = new byte[list.size()][];
        for (int i = 0; i < frames.length; i++) {
            if (!(list.get(i) instanceof byte[] frame)) {
                throw new MessageConversionException(
                        message, "each element of a list is one frame, a byte[]: element " + i + "=" + list.get(i));
            }
            frames[i] = frame;
        }
        return frames;
    }
}
