package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeType;

/** Gives results a content type that have none; frames stay as they are. */
public final class ContentTypeReplySender implements ReplySender {

    private final ReplySender sender;
    private final MimeType contentType;

    /**
     * Creates a sender.
     *
     * @param sender sends results
     * @param contentType the type
     */
    public ContentTypeReplySender(ReplySender sender, MimeType contentType) {
        this.sender = sender;
        this.contentType = contentType;
    }

    @Override
    public void reply(ZmqMessage request, @Nullable Object result) {
        boolean isFrames = result instanceof ZmqMessage
                || result instanceof List<?> list && list.stream().allMatch(byte[].class::isInstance);
        sender.reply(request, result == null || isFrames ? result : typed(result));
    }

    private Message<?> typed(Object result) {
        MessageBuilder<?> builder = result instanceof Message<?> message
                ? MessageBuilder.fromMessage(message)
                : MessageBuilder.withPayload(
                        result instanceof List<?> list ? SameSocketReplySender.unambiguous(list) : result);
        return builder.setHeaderIfAbsent(MessageHeaders.CONTENT_TYPE, contentType)
                .build();
    }

    @Override
    public void replyToFailure(ZmqMessage request, Throwable failure) {
        sender.replyToFailure(request, failure);
    }
}
