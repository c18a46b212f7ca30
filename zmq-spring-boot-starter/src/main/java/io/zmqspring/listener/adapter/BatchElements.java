package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.converter.FramesMessage;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Creates the elements of the list that a batch method takes: payloads, {@link ZmqMessage}s, or Spring messages with a
 * payload converted to their type argument. Straight from the frames where that is enough.
 */
public final class BatchElements {

    private final MethodParameter element;
    private final ZmqMessageConverter converter;
    private final Envelope envelope;
    private final Map<String, Object> headers;
    private final HandlerMethodArgumentResolver payloads;
    private final @Nullable ArgumentReader direct;
    private final @Nullable MethodParameter messagePayload;

    /**
     * Creates one.
     *
     * @param list the parameter, a {@code List}
     * @param converter wraps received frames
     * @param envelope what stands ahead of the payload of received messages
     * @param headers headers of each message
     * @param payloads makes a payload of a Spring message, for a parameter at its nesting level
     */
    public BatchElements(
            MethodParameter list,
            ZmqMessageConverter converter,
            Envelope envelope,
            Map<String, Object> headers,
            HandlerMethodArgumentResolver payloads) {
        this.element = list.nested();
        this.converter = converter;
        this.envelope = envelope;
        this.headers = Map.copyOf(headers);
        this.payloads = payloads;
        this.direct = new ArgumentReaders(envelope, converter).ofElement(list);
        this.messagePayload =
                Message.class.isAssignableFrom(element.getNestedParameterType()) ? element.nested() : null;
    }

    /**
     * Checks whether a method can take batches.
     *
     * @param method the method
     * @return whether its only parameter, but for a suspend function's continuation, is a {@code List}
     */
    public static boolean takesList(Method method) {
        return SuspendingFunctions.parameterCount(method) == 1 && method.getParameterTypes()[0] == List.class;
    }

    /**
     * Checks whether a method can take nothing but batches.
     *
     * @param method the method
     * @return whether its only parameter is a list of {@link ZmqMessage} or Spring messages
     */
    public static boolean takesListOfMessages(Method method) {
        if (!takesList(method)) {
            return false;
        }
        Class<?> type =
                ResolvableType.forMethodParameter(method, 0).getGeneric(0).toClass();
        return type == ZmqMessage.class || Message.class.isAssignableFrom(type);
    }

    /**
     * Creates one element.
     *
     * @param frames a message as it was received
     * @return the element; {@code null} only where a payload need not be there
     * @throws Exception when it cannot be made
     */
    public @Nullable Object of(ZmqMessage frames) throws Exception {
        if (direct != null) {
            Object read = direct(direct, frames);
            if (read != null) {
                return read;
            }
        }
        FramesMessage message = message(frames);
        if (element.getNestedParameterType() == ZmqMessage.class) {
            return message.getPayloadFrames();
        }
        return messagePayload != null ? converted(message, messagePayload) : payloads.resolveArgument(element, message);
    }

    /**
     * Wraps a message.
     *
     * @param frames as it was received
     * @return the Spring message
     */
    public FramesMessage message(ZmqMessage frames) {
        return converter.toSpringMessage(frames, envelope, headers);
    }

    private static @Nullable Object direct(ArgumentReader reader, ZmqMessage frames) {
        try {
            return reader.read(frames);
        } catch (Exception unreadable) {
            return null;
        }
    }

    private Message<?> converted(FramesMessage message, MethodParameter payloadType) {
        Class<?> type = payloadType.getNestedParameterType();
        if (type.isInstance(message.getPayload())) {
            return message;
        }
        Object payload = converter.getPayloadConverter().fromMessage(message, type, payloadType);
        if (payload == null) {
            throw new MessageConversionException(message, "no converter makes a " + type.getName() + " of " + message);
        }
        return MessageBuilder.createMessage(payload, message.getHeaders());
    }
}
