package io.zmqspring.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Lets an empty frame reach a listener as an empty payload. For spring-messaging a {@code byte[]} without a byte is a
 * missing payload, which it refuses; in ZeroMQ an empty frame is a message like any other.
 */
final class EmptyFrames {

    private EmptyFrames() {}

    /** {@return the resolvers, those for messages and payloads replaced} */
    static List<HandlerMethodArgumentResolver> accept(
            List<HandlerMethodArgumentResolver> resolvers, MessageConverter converter, @Nullable Validator validator) {
        return resolvers.stream()
                .map(resolver -> accepting(resolver, converter, validator))
                .toList();
    }

    /** {@return a resolver for payloads, also for one element of a batch: a parameter at its nesting level} */
    static HandlerMethodArgumentResolver payload(MessageConverter converter, @Nullable Validator validator) {
        return new PayloadResolver(converter, validator);
    }

    private static HandlerMethodArgumentResolver accepting(
            HandlerMethodArgumentResolver resolver, MessageConverter converter, @Nullable Validator validator) {
        if (resolver.getClass() == MessageMethodArgumentResolver.class) {
            return new MessageResolver(converter);
        }
        return resolver.getClass() == PayloadMethodArgumentResolver.class
                ? new PayloadResolver(converter, validator)
                : resolver;
    }

    private static boolean isEmptyFrame(@Nullable Object payload) {
        return payload instanceof byte[] frame && frame.length == 0;
    }

    private static final class MessageResolver extends MessageMethodArgumentResolver {

        MessageResolver(MessageConverter converter) {
            super(converter);
        }

        @Override
        protected boolean isEmptyPayload(@Nullable Object payload) {
            return !isEmptyFrame(payload) && super.isEmptyPayload(payload);
        }
    }

    private static final class PayloadResolver extends PayloadMethodArgumentResolver {

        PayloadResolver(MessageConverter converter, @Nullable Validator validator) {
            super(converter, validator);
        }

        /** Gives {@code null} for an empty frame where the payload need not be there. */
        @Override
        public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
            Payload annotation = parameter.getParameterAnnotation(Payload.class);
            boolean optional = annotation != null && !annotation.required();
            return optional && isEmptyFrame(message.getPayload()) ? null : super.resolveArgument(parameter, message);
        }

        @Override
        protected Class<?> resolveTargetClass(MethodParameter parameter, Message<?> message) {
            return parameter.getNestedParameterType();
        }

        @Override
        protected boolean isEmptyPayload(@Nullable Object payload) {
            return !isEmptyFrame(payload) && super.isEmptyPayload(payload);
        }
    }
}
