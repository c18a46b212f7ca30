package io.zmqspring.template;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.ZmqRemoteException;
import io.zmqspring.support.converter.FrameReader;
import io.zmqspring.support.converter.HeadersMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;

/** Between the payloads of a template and frames. Without post-processors there is no Spring message between. */
final class TemplatePayloads {

    /** What {@link io.zmqspring.listener.ErrorReplyPolicy} sends, alone or before a colon. */
    private static final String ERROR = "error";

    private final ZmqMessageConverter converter;
    private final Map<Type, Optional<FrameReader>> readers = new ConcurrentReferenceHashMap<>();
    private volatile List<MessagePostProcessor> beforeSend = List.of();
    private volatile List<MessagePostProcessor> afterReceive = List.of();

    TemplatePayloads(ZmqMessageConverter converter) {
        this.converter = converter;
    }

    void setBeforeSend(List<MessagePostProcessor> postProcessors) {
        beforeSend = postProcessors;
    }

    void setAfterReceive(List<MessagePostProcessor> postProcessors) {
        afterReceive = postProcessors;
    }

    /** {@return the only frame of a payload, or {@code null} when it is to be converted as a message} */
    byte @Nullable [] frame(Object payload) {
        return beforeSend.isEmpty() ? converter.toFrame(payload) : null;
    }

    /** {@return the frames of a payload behind the envelope its headers ask for} */
    ZmqMessage frames(SocketType type, Object payload) {
        Object processed = processed(payload);
        ZmqMessage body = converted(processed);
        if (!(processed instanceof Message<?> message)) {
            return body;
        }
        ZmqMessage enveloped = EnvelopeHeaders.write(type, message.getHeaders(), body);
        boolean isPublished = enveloped != body && (type == SocketType.PUB || type == SocketType.XPUB);
        return isPublished ? converter.published(enveloped.frame(0), body) : enveloped;
    }

    /** {@return the frames of a payload behind a topic} */
    ZmqMessage published(byte[] topic, Object payload) {
        return converter.published(topic, body(payload));
    }

    /** {@return the frames of a payload alone} */
    ZmqMessage body(Object payload) {
        byte[] frame = frame(payload);
        return frame != null ? ZmqMessage.of(frame) : converted(processed(payload));
    }

    private Object processed(Object payload) {
        List<MessagePostProcessor> postProcessors = beforeSend;
        if (postProcessors.isEmpty()) {
            return payload;
        }
        Message<?> message = payload instanceof Message<?> given ? given : new GenericMessage<>(payload);
        for (MessagePostProcessor postProcessor : postProcessors) {
            message = postProcessor.postProcessMessage(message);
        }
        return message;
    }

    private ZmqMessage converted(Object payload) {
        if (payload instanceof ZmqMessage frames) {
            return frames;
        }
        return payload instanceof byte[] frame ? ZmqMessage.of(frame) : converter.toFrames(payload);
    }

    /**
     * Creates an object of a received message.
     *
     * @param socketName where it came from
     * @param socketType its type
     * @param frames all of them
     * @param type of the object, may be generic
     * @return the object
     */
    Object received(String socketName, SocketType socketType, ZmqMessage frames, Type type) {
        if (type == ZmqMessage.class) {
            return frames;
        }
        Envelope envelope = Envelope.of(socketType);
        Object direct = direct(envelope, frames, type);
        if (direct != null) {
            return direct;
        }
        Map<String, Object> headers =
                Map.of(ZmqHeaders.RECEIVED_SOCKET, socketName, ZmqHeaders.SOCKET_TYPE, socketType);
        return converted(frames, message(headers, envelope, frames), type);
    }

    /**
     * Creates an object of a reply.
     *
     * @param name of the socket or requester it came from
     * @param frames all of them
     * @param type of the object, may be generic
     * @return the object, or {@code null} when the reply is empty and nothing empty is of that type
     * @throws ZmqRemoteException when it says that the request could not be handled
     * @throws MessageConversionException when it cannot be converted
     */
    @Nullable Object reply(String name, ZmqMessage frames, Type type) {
        if (type == ZmqMessage.class) {
            return frames;
        }
        Object direct = direct(Envelope.NONE, frames, type);
        if (direct != null) {
            return direct;
        }
        Message<?> message = message(Map.of(ZmqHeaders.RECEIVED_SOCKET, name), Envelope.NONE, frames);
        if (message.getHeaders().containsKey(HeadersMessageConverter.ERROR)) {
            throw new ZmqRemoteException(name, text(message.getPayload()), null);
        }
        if (message.getPayload() instanceof byte[] frame && frame.length == 0 && !takesEmpty(type, message)) {
            return null;
        }
        try {
            return converted(frames, message, type);
        } catch (MessageConversionException unreadable) {
            String said = text(message.getPayload());
            if (said.equals(ERROR) || said.startsWith(ERROR + ": ")) {
                throw new ZmqRemoteException(name, said, unreadable);
            }
            throw new MessageConversionException(
                    message,
                    "'" + name + "' was replied " + frames + ", which is no " + type.getTypeName() + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static boolean takesEmpty(Type type, Message<?> message) {
        Class<?> raw = ResolvableType.forType(type).toClass();
        return raw.isAssignableFrom(byte[].class)
                || raw == String.class
                || raw == ByteBuffer.class
                || raw.isInstance(message);
    }

    private static String text(Object payload) {
        return payload instanceof byte[] frame ? new String(frame, StandardCharsets.UTF_8) : payload.toString();
    }

    private Message<?> message(Map<String, Object> headers, Envelope envelope, ZmqMessage frames) {
        Message<?> message = converter.toSpringMessage(frames, envelope, headers);
        for (MessagePostProcessor postProcessor : afterReceive) {
            message = postProcessor.postProcessMessage(message);
        }
        return message;
    }

    private @Nullable Object direct(Envelope envelope, ZmqMessage frames, Type type) {
        return afterReceive.isEmpty() && frames.frameCount() == envelope.length(frames) + 1
                ? direct(frames.frame(frames.frameCount() - 1), type)
                : null;
    }

    /** {@return the object, or {@code null} when the whole message must be converted to get it} */
    private @Nullable Object direct(byte[] frame, Type type) {
        Optional<FrameReader> reader = readers.get(type);
        if (reader == null) {
            reader = reader(type);
            readers.put(type, reader);
        }
        if (reader.isEmpty()) {
            return null;
        }
        try {
            return reader.get().read(frame);
        } catch (Exception unreadable) {
            return null;
        }
    }

    private Optional<FrameReader> reader(Type type) {
        ResolvableType resolvable = ResolvableType.forType(type);
        return Message.class.isAssignableFrom(resolvable.toClass())
                ? Optional.empty()
                : Optional.ofNullable(converter.frameReader(resolvable));
    }

    private Object converted(ZmqMessage frames, Message<?> message, Type type) {
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(
                ResolvableType.forType(type).toClass());
        if (raw.isInstance(message)) {
            return message;
        }
        if (type instanceof Class<?> && raw.isInstance(message.getPayload())) {
            return message.getPayload();
        }
        SmartMessageConverter payloads = converter.getPayloadConverter();
        Object payload = type instanceof Class<?>
                ? payloads.fromMessage(message, raw)
                : payloads.fromMessage(message, raw, new TypeParameter(type));
        if (payload == null) {
            throw new MessageConversionException(
                    message,
                    "no converter makes a " + type.getTypeName() + " of a message of " + frames.frameCount()
                            + " frames");
        }
        return payload;
    }

    /** A generic type in the form in which message converters take it: as if a method returned it. */
    private static final class TypeParameter extends MethodParameter {

        private final Type type;

        TypeParameter(Type type) {
            super(ClassUtils.getMethod(Object.class, "toString"), -1);
            this.type = type;
        }

        @Override
        public Class<?> getParameterType() {
            return ResolvableType.forType(type).toClass();
        }

        @Override
        public Type getGenericParameterType() {
            return type;
        }

        @Override
        public Class<?> getNestedParameterType() {
            return getParameterType();
        }

        @Override
        public Type getNestedGenericParameterType() {
            return type;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TypeParameter parameter && type.equals(parameter.type);
        }

        @Override
        public int hashCode() {
            return type.hashCode();
        }
    }
}
