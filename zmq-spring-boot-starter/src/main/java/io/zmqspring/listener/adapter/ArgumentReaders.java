package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.FramePayload;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.converter.FrameReader;
import io.zmqspring.support.converter.FrameReaderSource;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.ValueConstants;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Finds what makes an argument straight from a message, for parameters that are simple enough. */
final class ArgumentReaders {

    private final Envelope envelope;
    private final FrameReaderSource converter;

    /** Whether a payload is as its frames are; else the wire format has others, which only the converter knows. */
    private final boolean isBare;

    ArgumentReaders(Envelope envelope, FrameReaderSource converter) {
        this.envelope = envelope;
        this.converter = converter;
        this.isBare = converter.frameReader(ResolvableType.forClass(byte[].class)) != null;
    }

    /** {@return the reader, or {@code null} when the argument needs a Spring message} */
    @Nullable ArgumentReader of(MethodParameter parameter) {
        Annotation[] annotations = parameter.getParameterAnnotations();
        if (annotations.length == 0) {
            return ofFrames(ResolvableType.forMethodParameter(parameter), false);
        }
        if (annotations.length > 1) {
            return null;
        }
        if (annotations[0] instanceof Header header) {
            return ofHeader(parameter, header);
        }
        return annotations[0] instanceof Payload payload && isPlain(payload)
                ? ofFrames(ResolvableType.forMethodParameter(parameter), true)
                : null;
    }

    /** {@return the reader of one element of a list of payloads, or {@code null} when it needs a Spring message} */
    @Nullable ArgumentReader ofElement(MethodParameter list) {
        Annotation[] annotations = list.getParameterAnnotations();
        boolean isPlain = annotations.length == 0
                || annotations.length == 1 && annotations[0] instanceof Payload payload && isPlain(payload);
        return isPlain
                ? ofFrames(ResolvableType.forMethodParameter(list).getGeneric(0), annotations.length == 1)
                : null;
    }

    private static boolean isPlain(Payload payload) {
        return payload.required()
                && payload.value().isEmpty()
                && payload.expression().isEmpty();
    }

    private @Nullable ArgumentReader ofFrames(ResolvableType type, boolean payloadOnly) {
        Class<?> raw = type.toClass();
        if (raw == ZmqPeer.class) {
            return ZmqMessage::peer;
        }
        if (raw == ZmqMessage.class && isBare) {
            return payloadOnly ? envelope::payload : frames -> frames;
        }
        if (raw == List.class
                && isBare
                && FramePayload.isFrameType(type.getGeneric(0).toClass())) {
            Class<?> elementType = type.getGeneric(0).toClass();
            return frames -> FramePayload.list(payloadOnly ? envelope.payload(frames) : frames, elementType);
        }
        return raw.isPrimitive() || isFrames(type, raw) || isOfMessage(raw)
                ? null
                : ofPayload(converter.frameReader(type));
    }

    private static boolean isFrames(ResolvableType type, Class<?> raw) {
        return raw == ZmqMessage.class
                || raw == List.class
                        && FramePayload.isFrameType(type.getGeneric(0).toClass());
    }

    private static boolean isOfMessage(Class<?> raw) {
        return raw == Optional.class
                || raw == ZmqReplier.class
                || raw == MessageHeaders.class
                || Message.class.isAssignableFrom(raw)
                || MessageHeaderAccessor.class.isAssignableFrom(raw);
    }

    private @Nullable ArgumentReader ofPayload(@Nullable FrameReader reader) {
        if (reader == null) {
            return null;
        }
        if (envelope == Envelope.NONE) {
            return frames -> frames.frameCount() == 1 ? reader.read(frames.frame(0)) : null;
        }
        return frames -> {
            int at = envelope.length(frames);
            return frames.frameCount() == at + 1 ? reader.read(frames.frame(at)) : null;
        };
    }

    private @Nullable ArgumentReader ofHeader(MethodParameter parameter, Header header) {
        if (!header.required() || !header.defaultValue().equals(ValueConstants.DEFAULT_NONE)) {
            return null;
        }
        Class<?> type = parameter.getParameterType();
        if (header.name().equals(ZmqHeaders.TOPIC) && type == String.class) {
            return envelope::topic;
        }
        return header.name().equals(ZmqHeaders.ROUTING_ID) && type == RoutingId.class ? envelope::routingId : null;
    }
}
