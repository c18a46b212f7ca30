package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.FramePayload;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.support.converter.FramesMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Gives all frames to a parameter of type {@link ZmqMessage}, {@code List<byte[]>}, {@code List<ByteBuffer>} or
 * {@code List<String>} (UTF-8); with {@link Payload @Payload} those behind the envelope. Gives the peer that sent the
 * message to a parameter of type {@link ZmqPeer}.
 */
public final class FramesArgumentResolver implements HandlerMethodArgumentResolver {

    /** Creates one. */
    public FramesArgumentResolver() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return !parameter.hasParameterAnnotation(Header.class)
                && (parameter.getParameterType() == ZmqMessage.class
                        || parameter.getParameterType() == ZmqPeer.class
                        || isListOfFrames(parameter));
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
        if (!(message instanceof FramesMessage received)) {
            throw new IllegalStateException("not a message of a ZeroMQ socket: " + message);
        }
        if (parameter.getParameterType() == ZmqPeer.class) {
            return received.getFrames().peer();
        }
        ZmqMessage frames =
                parameter.hasParameterAnnotation(Payload.class) ? received.getPayloadFrames() : received.getFrames();
        return parameter.getParameterType() == ZmqMessage.class
                ? frames
                : FramePayload.list(frames, elementType(parameter));
    }

    private static boolean isListOfFrames(MethodParameter parameter) {
        return parameter.getParameterType() == List.class && FramePayload.isFrameType(elementType(parameter));
    }

    private static Class<?> elementType(MethodParameter parameter) {
        return ResolvableType.forMethodParameter(parameter).getGeneric(0).toClass();
    }
}
