package io.zmqspring.integration.inbound;

import io.zmqspring.core.message.FramePayload;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.mapping.InboundMessageMapper;
import org.springframework.integration.mapping.OutboundMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

/** Maps requests and replies with the mappers that every gateway of Spring Integration may be given, else with ours. */
final class GatewayMessageMapper implements ZmqMessageMapper {

    private final ZmqMessageMapper mapper;
    private final @Nullable InboundMessageMapper<Object> requests;
    private final @Nullable OutboundMessageMapper<?> replies;

    GatewayMessageMapper(
            ZmqMessageMapper mapper,
            @Nullable InboundMessageMapper<Object> requests,
            @Nullable OutboundMessageMapper<?> replies) {
        this.mapper = mapper;
        this.requests = requests;
        this.replies = replies;
    }

    @Override
    public Message<?> toMessage(ZmqMessage frames, @Nullable Map<String, Object> headers) {
        if (requests == null) {
            return mapper.toMessage(frames, headers);
        }
        Message<?> message = requests.toMessage(frames, headers);
        if (message == null) {
            throw new MessageConversionException(requests + " makes no message of this request: " + frames);
        }
        return message;
    }

    @Override
    public ZmqMessage fromMessage(Message<?> message) {
        if (replies == null) {
            return mapper.fromMessage(message);
        }
        Object reply = replies.fromMessage(message);
        ZmqMessage frames = reply == null ? null : FramePayload.toMessage(reply);
        if (frames == null) {
            throw new MessageConversionException(
                    message,
                    replies + " gives no frames: reply="
                            + (reply == null ? null : reply.getClass().getName()));
        }
        return frames;
    }
}
