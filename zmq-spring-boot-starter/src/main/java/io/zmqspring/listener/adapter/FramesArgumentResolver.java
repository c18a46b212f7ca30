package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Message;
import io.zmqspring.support.converter.FramesMessage;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Gives a parameter of type {@link Message} or {@code List<byte[]>} all frames, as they came. */
public final class FramesArgumentResolver implements HandlerMethodArgumentResolver {

    private static final ResolvableType LIST_OF_FRAMES = ResolvableType.forClassWithGenerics(List.class, byte[].class);

    /** Makes one. */
    public FramesArgumentResolver() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Message.class || isListOfFrames(parameter);
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, org.springframework.messaging.Message<?> message) {
        if (!(message instanceof FramesMessage received)) {
            throw new IllegalStateException("not a message of a ZeroMQ socket: " + message);
        }
        Message frames = received.frames();
        return parameter.getParameterType() == Message.class ? frames : frames.frames();
    }

    private static boolean isListOfFrames(MethodParameter parameter) {
        return parameter.getParameterType() == List.class
                && !parameter.hasParameterAnnotation(Header.class)
                && LIST_OF_FRAMES.isAssignableFrom(ResolvableType.forMethodParameter(parameter));
    }
}
