package io.zmqspring.support.converter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.FramePayload;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

/**
 * Bare frames, as any ZeroMQ peer understands them: the payload travels, headers do not. {@code byte[]} and
 * {@link ByteBuffer} are one frame as they are, {@code String} is UTF-8, a {@link ZmqMessage} or a list of
 * {@code byte[]} is several frames; any other type goes through the converters given, for example one for JSON. A list
 * of {@code String} is refused: a listener reads {@code List<String>} as the frames of a message, JSON as one frame.
 */
public class PayloadMessageConverter implements ZmqMessageConverter {

    private final SmartMessageConverter payloadConverter;
    private final List<MessageConverter> others;
    private final @Nullable FrameWriter writer;

    /** Creates one that converts no other type. */
    public PayloadMessageConverter() {
        this(List.of());
    }

    /**
     * Creates one that converts other types too.
     *
     * @param others asked in order, after the ones for bytes and text
     */
    public PayloadMessageConverter(List<? extends MessageConverter> others) {
        List<MessageConverter> all = new ArrayList<>();
        all.add(new FramesGuard());
        all.add(new ByteBufferMessageConverter());
        all.add(new ByteArrayMessageConverter());
        // A frame can be text whatever content type a header names.
        StringMessageConverter text = new StringMessageConverter(StandardCharsets.UTF_8);
        text.setContentTypeResolver(null);
        all.add(text);
        all.addAll(others);
        this.others = List.copyOf(others);
        this.writer = !others.isEmpty() && others.get(0) instanceof FrameWriter first ? first : null;
        this.payloadConverter = new CompositeMessageConverter(all);
    }

    @Override
    public FramesMessage toSpringMessage(ZmqMessage frames, Envelope envelope, Map<String, Object> headers) {
        return new FramesMessage(frames, envelope, headers);
    }

    /**
     * {@inheritDoc}
     *
     * <p>It makes one of {@code byte[]} and {@code String}, and of other objects when the first of the other converters
     * is a {@link FrameWriter}. A subclass makes none, since it may convert otherwise.
     */
    @Override
    public byte @Nullable [] toFrame(Object payload) {
        if (getClass() != PayloadMessageConverter.class) {
            return null;
        }
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        FrameWriter direct = writer;
        return direct == null || isConvertedOtherwise(payload) ? null : direct.write(payload);
    }

    private static boolean isConvertedOtherwise(Object payload) {
        return payload instanceof Message<?>
                || payload instanceof ZmqMessage
                || payload instanceof ByteBuffer
                || payload instanceof List<?>;
    }

    @Override
    public ZmqMessage toFrames(Object payload) {
        ZmqMessage frames = FramePayload.toMessage(payload);
        return frames != null ? frames : ZmqMessageConverter.super.toFrames(payload);
    }

    @Override
    public ZmqMessage toFrames(Message<?> message) {
        Object payload = message.getPayload();
        ZmqMessage frames = FramePayload.toMessage(payload);
        if (frames != null) {
            return frames;
        }
        if (payload instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
            throw new MessageConversionException(
                    message,
                    "a list of String may be meant as frames, as the List<String> of a listener is, or as JSON: send"
                            + " ZmqMessage.ofStrings(…) for one frame each, or a String[] for one frame of JSON: "
                            + list);
        }
        Message<?> converted = payloadConverter.toMessage(payload, message.getHeaders());
        ZmqMessage convertedFrames = converted == null ? null : FramePayload.toMessage(converted.getPayload());
        if (convertedFrames == null) {
            throw new MessageConversionException(
                    message,
                    "no converter makes frames of a payload of type "
                            + payload.getClass().getName()
                            + ": use byte[], String, ByteBuffer, ZmqMessage or"
                            + " List<byte[]>, or put Jackson on the class path (spring-boot-starter-jackson)");
        }
        return convertedFrames;
    }

    @Override
    public SmartMessageConverter getPayloadConverter() {
        return payloadConverter;
    }

    @Override
    public boolean mayConvertTo(Class<?> payloadType) {
        return !others.isEmpty()
                || payloadType.isAssignableFrom(byte[].class)
                || payloadType == String.class
                || payloadType == ByteBuffer.class
                || payloadType == ZmqMessage.class;
    }

    /**
     * {@inheritDoc}
     *
     * <p>There is one for {@code byte[]}, {@code String} and {@link ByteBuffer}, and for other types when the first
     * of the other converters gives one. A subclass has none, since it may convert otherwise.
     */
    @Override
    public @Nullable FrameReader frameReader(ResolvableType type) {
        if (getClass() != PayloadMessageConverter.class) {
            return null;
        }
        Class<?> raw = type.toClass();
        if (raw.isAssignableFrom(byte[].class)) {
            return frame -> frame;
        }
        if (raw == String.class) {
            return frame -> new String(frame, StandardCharsets.UTF_8);
        }
        if (raw == ByteBuffer.class) {
            return ByteBuffer::wrap;
        }
        return !others.isEmpty() && others.get(0) instanceof FrameReaderSource source ? source.frameReader(type) : null;
    }
}
