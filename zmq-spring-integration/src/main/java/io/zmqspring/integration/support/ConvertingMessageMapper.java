package io.zmqspring.integration.support;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;

/** Maps messages of one frame through a {@link MessageConverter}. */
final class ConvertingMessageMapper implements ZmqMessageMapper {

    private static final ZmqMessageMapper UNCONVERTED = new FramesMessageMapper(PayloadMode.NATURAL);

    private final MessageConverter converter;
    private final Class<?> payloadType;

    ConvertingMessageMapper(MessageConverter converter, Class<?> payloadType) {
        this.converter = converter;
        this.payloadType = payloadType;
    }

    @Override
    public Message<?> toMessage(ZmqMessage frames, @Nullable Map<String, Object> headers) {
        byte[] frame = SingleFrameMessageMapper.onlyFrame(frames);
        Message<byte[]> unconverted = FramesMessageMapper.message(frame, headers);
        Object payload = converter.fromMessage(unconverted, payloadType);
        if (payload == null) {
            throw new MessageConversionException(
                    unconverted,
                    converter + " reads no " + payloadType.getName() + " from this frame: bytes=" + frame.length);
        }
        return new GenericMessage<>(payload, unconverted.getHeaders());
    }

    @Override
    public ZmqMessage fromMessage(Message<?> message) {
        if (message.getPayload() instanceof ZmqMessage frames) {
            return frames;
        }
        Message<?> converted = converter.toMessage(message.getPayload(), message.getHeaders());
        if (converted == null) {
            throw new MessageConversionException(
                    message,
                    converter + " writes no frame from this payload: payload="
                            + message.getPayload().getClass().getName());
        }
        return UNCONVERTED.fromMessage(converted);
    }
}
