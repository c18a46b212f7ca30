package io.zmqspring.integration.support;

import io.zmqspring.core.message.HeaderFrame;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Puts headers into a {@link HeaderFrame} ahead of the payload, and takes them out of one. A received message without
 * such a frame passes as it is.
 */
final class HeaderFrameMessageMapper implements ZmqMessageMapper {

    private static final String TEXT = "text/plain;charset=UTF-8";

    private final ZmqMessageMapper payloads;
    private final HeaderMapper<Map<String, String>> headerMapper;

    HeaderFrameMessageMapper(ZmqMessageMapper payloads, HeaderMapper<Map<String, String>> headerMapper) {
        this.payloads = payloads;
        this.headerMapper = headerMapper;
    }

    @Override
    public Message<?> toMessage(ZmqMessage frames, @Nullable Map<String, Object> headers) {
        Map<String, String> received = frames.frameCount() < 2 ? null : read(frames);
        if (received == null) {
            return payloads.toMessage(frames, headers);
        }
        Map<String, Object> all = new HashMap<>(headerMapper.toHeaders(received));
        if (headers != null) {
            all.putAll(headers);
        }
        Message<?> message = payloads.toMessage(frames.slice(1, frames.frameCount()), all);
        return message.getPayload() instanceof byte[] bytes ? textual(message, bytes) : message;
    }

    private static @Nullable Map<String, String> read(ZmqMessage frames) {
        try {
            return HeaderFrame.read(frames.frame(0));
        } catch (IllegalArgumentException malformed) {
            throw new MessageConversionException(
                    new GenericMessage<>(frames), String.valueOf(malformed.getMessage()), malformed);
        }
    }

    private static Message<?> textual(Message<?> message, byte[] bytes) {
        Object contentType = message.getHeaders().get(MessageHeaders.CONTENT_TYPE);
        Charset charset = contentType == null ? null : charsetOfText(contentType.toString());
        return charset == null ? message : new GenericMessage<>(new String(bytes, charset), message.getHeaders());
    }

    /** {@return the character set, or {@code null} when it is not text, or says nothing that is understood} */
    private static @Nullable Charset charsetOfText(String contentType) {
        try {
            MimeType type = MimeTypeUtils.parseMimeType(contentType);
            Charset charset = type.getCharset();
            return !type.getType().equals("text") ? null : charset == null ? StandardCharsets.UTF_8 : charset;
        } catch (InvalidMimeTypeException unknown) {
            return null;
        }
    }

    @Override
    public ZmqMessage fromMessage(Message<?> message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headerMapper.fromHeaders(message.getHeaders(), headers);
        if (message.getPayload() instanceof String) {
            headers.putIfAbsent(HeaderFrame.CONTENT_TYPE, TEXT);
        }
        byte[] frame;
        try {
            frame = HeaderFrame.write(headers);
        } catch (IllegalArgumentException tooMuch) {
            throw new MessageConversionException(message, String.valueOf(tooMuch.getMessage()), tooMuch);
        }
        return ZmqMessage.of(frame).followedBy(payloads.fromMessage(message));
    }
}
