package io.zmqspring.integration.support;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

/** Maps messages of one frame through a {@link BytesMessageMapper}. */
final class SingleFrameMessageMapper implements ZmqMessageMapper {

    private final BytesMessageMapper mapper;

    SingleFrameMessageMapper(BytesMessageMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Message<?> toMessage(ZmqMessage frames, @Nullable Map<String, Object> headers) {
        return mapper.toMessage(onlyFrame(frames), headers);
    }

    @Override
    public ZmqMessage fromMessage(Message<?> message) {
        return ZmqMessage.of(mapper.fromMessage(message));
    }

    static byte[] onlyFrame(ZmqMessage frames) {
        if (frames.frameCount() != 1) {
            throw new MessageConversionException("a converter reads one frame: frames=" + frames.frameCount());
        }
        return frames.frame(0);
    }
}
