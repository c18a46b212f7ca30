package io.zmqspring.support.converter;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;

/** Maps ZeroMQ messages to Spring messages and back. Any thread may call it. */
public interface ZmqMessageConverter {

    /**
     * Wraps a received message, without looking into its frames.
     *
     * @param frames the message
     * @param headers headers to add
     * @return a message whose payload is the frame ({@code byte[]}) when there is one, else the {@link ZmqMessage} of
     *         all frames
     */
    FramesMessage toSpringMessage(ZmqMessage frames, Map<String, Object> headers);

    /**
     * Turns a Spring message into frames.
     *
     * @param message the message
     * @return its frames
     * @throws MessageConversionException when no converter takes the payload
     */
    ZmqMessage toFrames(Message<?> message);

    /** {@return what converts a received payload to the type of a listener's parameter} */
    SmartMessageConverter getPayloadConverter();

    /**
     * Tells whether a received payload may become an object of a type; asked when a listener is defined, so that what
     * can never work is known at once.
     *
     * @param payloadType the type of a listener's parameter
     * @return {@code false} only when no frame can ever be converted to it
     */
    default boolean mayConvertTo(Class<?> payloadType) {
        return true;
    }
}
