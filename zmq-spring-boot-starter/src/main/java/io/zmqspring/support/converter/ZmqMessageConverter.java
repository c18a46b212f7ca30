package io.zmqspring.support.converter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;

/** Maps ZeroMQ messages to Spring messages and back. Any thread may call it. */
public interface ZmqMessageConverter extends FrameReaderSource {

    /**
     * Wraps a received message, without looking into its frames.
     *
     * @param frames the message
     * @param envelope what stands ahead of its payload
     * @param headers headers to add, unchanging
     * @return a message whose payload is the frame behind the envelope ({@code byte[]}) when there is one, else the
     *         {@link ZmqMessage} of all frames behind it
     */
    FramesMessage toSpringMessage(ZmqMessage frames, Envelope envelope, Map<String, Object> headers);

    /**
     * Turns a Spring message into frames.
     *
     * @param message the message
     * @return its frames
     * @throws MessageConversionException when no converter takes the payload
     */
    ZmqMessage toFrames(Message<?> message);

    /**
     * Turns a payload into frames. The same as {@link #toFrames(Message)} of a message without other headers, which a
     * converter need not make where the payload alone decides.
     *
     * @param payload the payload, or a Spring message with its payload
     * @return its frames
     * @throws MessageConversionException when no converter takes the payload
     */
    default ZmqMessage toFrames(Object payload) {
        return toFrames(payload instanceof Message<?> message ? message : new GenericMessage<>(payload));
    }

    /**
     * Turns a payload into one frame, where its type alone decides how, so that no Spring message is needed.
     *
     * @param payload the payload
     * @return the frame that {@link #toFrames(Object)} would make, or {@code null} when that is to be called
     * @throws MessageConversionException when the payload cannot be converted
     */
    default byte @Nullable [] toFrame(Object payload) {
        return null;
    }

    /**
     * Puts the topic of a publisher ahead of a payload. By default nothing stands between them; a converter that puts
     * something there gives no {@link #toFrame frame} by itself.
     *
     * @param topic the topic
     * @param payload the frames of the payload, as this converter has made them
     * @return the frames to send
     */
    default ZmqMessage published(byte[] topic, ZmqMessage payload) {
        return ZmqMessage.of(topic).followedBy(payload);
    }

    /** {@return the converter from a received payload to the type of a listener's parameter} */
    SmartMessageConverter getPayloadConverter();

    /**
     * Looks whether a received payload may become an object of a type. Called when a listener is defined, so that a
     * type that can never work is refused at once.
     *
     * @param payloadType the type of a listener's parameter
     * @return {@code false} only when no frame can ever be converted to it
     */
    default boolean mayConvertTo(Class<?> payloadType) {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>By default there is none: each message becomes a Spring message first.
     */
    @Override
    default @Nullable FrameReader frameReader(ResolvableType type) {
        return null;
    }
}
