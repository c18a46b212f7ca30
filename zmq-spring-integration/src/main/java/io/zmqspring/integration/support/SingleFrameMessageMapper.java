package io.zmqspring.integration.support;

import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

/** Maps messages of one frame through a {@link BytesMessageMapper}. */
final class SingleFrameMessageMapper implements ZmqMessageMapper {

    private final BytesMessageMapper mapper;

    SingleFrameMessageMapper(BytesMessageMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Message<?> toMessage(ZmqMessage frames, @Nullable Map<String, Object> headers) {
        Map<String, Object> own = headers == null ? Map.of() : headers;
        Message<?> message = mapper.toMessage(onlyFrame(frames), headers);
        return message.getHeaders().entrySet().stream()
                        .allMatch(each -> !isOfEndpoint(each.getKey()) || each.getValue() == own.get(each.getKey()))
                ? message
                : withOwn(own, message);
    }

    /** A peer that embeds headers must choose neither channels nor the peer or topic that is written to. */
    private static Message<?> withOwn(Map<String, Object> own, Message<?> message) {
        Map<String, Object> all = new HashMap<>(message.getHeaders());
        all.keySet().removeIf(SingleFrameMessageMapper::isOfEndpoint);
        own.forEach((name, value) -> {
            if (isOfEndpoint(name)) {
                all.put(name, value);
            }
        });
        return new GenericMessage<>(message.getPayload(), all);
    }

    private static boolean isOfEndpoint(String header) {
        return header.startsWith(ZmqHeaders.PREFIX)
                || header.equals(MessageHeaders.REPLY_CHANNEL)
                || header.equals(MessageHeaders.ERROR_CHANNEL)
                || header.equals(IntegrationMessageHeaderAccessor.ROUTING_SLIP);
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
