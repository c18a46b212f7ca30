package io.zmqspring.core.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps between the frames of a {@link ZmqMessage} and the payload objects that stand for frames without a converter.
 */
public final class FramePayload {

    private FramePayload() {}

    /**
     * Creates frames of a payload that is made of bytes or text: {@code byte[]}, {@code String} (UTF-8),
     * {@link ByteBuffer} (position to limit, which stay), {@link ZmqMessage}, or a list of at least one {@code byte[]}.
     *
     * @param payload the object
     * @return its frames, which may share arrays with it, or {@code null} when it is of another kind
     */
    public static @Nullable ZmqMessage toMessage(Object payload) {
        if (payload instanceof byte[] bytes) {
            return ZmqMessage.of(bytes);
        }
        if (payload instanceof ZmqMessage message) {
            return message;
        }
        if (payload instanceof String text) {
            return ZmqMessage.ofStrings(text);
        }
        if (payload instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return ZmqMessage.of(bytes);
        }
        return payload instanceof List<?> list ? ofList(list) : null;
    }

    /**
     * Gives the natural payload of a received message.
     *
     * @param message the message
     * @return its frame, a {@code byte[]} that is not copied, when it has one; else the message itself
     */
    public static Object of(ZmqMessage message) {
        return message.frameCount() == 1 ? message.frame(0) : message;
    }

    /**
     * Looks whether {@link #list} knows a type.
     *
     * @param elementType the type
     * @return whether it is {@code byte[]}, {@code String} or {@link ByteBuffer}
     */
    public static boolean isFrameType(Class<?> elementType) {
        return elementType == byte[].class || elementType == String.class || elementType == ByteBuffer.class;
    }

    /**
     * Gives all frames of a message in one type.
     *
     * @param <T> the type of an element
     * @param message the message
     * @param elementType {@code byte[]}, {@code String} (UTF-8) or {@link ByteBuffer}
     * @return a new list with one element a frame; bytes are not copied
     * @throws IllegalArgumentException when the type is another
     */
    public static <T> List<T> list(ZmqMessage message, Class<T> elementType) {
        if (!isFrameType(elementType)) {
            throw new IllegalArgumentException(
                    "a frame is a byte[], String or ByteBuffer: elementType=" + elementType.getName());
        }
        List<T> elements = new ArrayList<>(message.frameCount());
        for (int i = 0; i < message.frameCount(); i++) {
            elements.add(elementType.cast(element(message.frame(i), elementType)));
        }
        return elements;
    }

    private static Object element(byte[] frame, Class<?> elementType) {
        if (elementType == String.class) {
            return new String(frame, StandardCharsets.UTF_8);
        }
        return elementType == ByteBuffer.class ? ByteBuffer.wrap(frame) : frame;
    }

    private static @Nullable ZmqMessage ofList(List<?> list) {
        List<byte[]> frames = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof byte[] frame)) {
                return null;
            }
            frames.add(frame);
        }
        return frames.isEmpty() ? null : ZmqMessage.of(frames);
    }
}
