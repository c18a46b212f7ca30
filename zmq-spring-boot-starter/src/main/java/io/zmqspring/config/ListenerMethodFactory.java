package io.zmqspring.config;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.listener.adapter.FramesArgumentResolver;
import io.zmqspring.listener.adapter.SuspendingFunctions;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.validation.Validator;

/** Creates listener methods callable, with the settings of a {@link ZmqListenerEndpointRegistrar}. */
final class ListenerMethodFactory {

    private final @Nullable BeanFactory beanFactory;
    private final List<HandlerMethodArgumentResolver> customResolvers;
    private final @Nullable Validator validator;
    private final @Nullable MessageHandlerMethodFactory custom;

    ListenerMethodFactory(
            @Nullable BeanFactory beanFactory,
            List<HandlerMethodArgumentResolver> customResolvers,
            @Nullable Validator validator,
            @Nullable MessageHandlerMethodFactory custom) {
        this.beanFactory = beanFactory;
        this.customResolvers = List.copyOf(customResolvers);
        this.validator = validator;
        this.custom = custom;
    }

    /**
     * Creates the invocation of a method.
     *
     * @throws MessageConversionException when a parameter is of a type that no payload can be converted to
     */
    InvocableHandlerMethod create(Object bean, Method method, ZmqMessageConverter converter) {
        if (custom != null) {
            return custom.createInvocableHandlerMethod(bean, method);
        }
        List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(customResolvers);
        resolvers.add(new FramesArgumentResolver());
        resolvers.add(SuspendingFunctions.continuationResolver());
        requireConvertible(method, resolvers, converter);
        HandlerMethodArgumentResolverComposite composite = new HandlerMethodArgumentResolverComposite();
        DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory() {

            @Override
            protected List<HandlerMethodArgumentResolver> initArgumentResolvers() {
                List<HandlerMethodArgumentResolver> all =
                        EmptyFrames.accept(super.initArgumentResolvers(), converter.getPayloadConverter(), validator);
                composite.addResolvers(all);
                return all;
            }
        };
        if (beanFactory != null) {
            factory.setBeanFactory(beanFactory);
        }
        if (validator != null) {
            factory.setValidator(validator);
        }
        factory.setConversionService(headerConversion());
        factory.setCustomArgumentResolvers(resolvers);
        factory.setMessageConverter(converter.getPayloadConverter());
        factory.afterPropertiesSet();
        if (!SuspendingFunctions.isSuspending(method)) {
            return factory.createInvocableHandlerMethod(bean, method);
        }
        InvocableHandlerMethod suspending = SuspendingFunctions.invocable(bean, method);
        suspending.setMessageMethodArgumentResolvers(composite);
        return suspending;
    }

    /**
     * Creates the invocation of a method that takes a list of payloads.
     *
     * @throws MessageConversionException when no payload can be converted to the type of an element
     */
    InvocableHandlerMethod createForBatch(Object bean, Method method, ZmqMessageConverter converter) {
        ResolvableType element = ResolvableType.forMethodParameter(method, 0).getGeneric(0);
        if (element.toClass() != List.class) {
            requireConvertible(element, 0, converter);
        }
        return new InvocableHandlerMethod(bean, method);
    }

    @Nullable BeanFactory beanFactory() {
        return beanFactory;
    }

    /** {@return what makes a payload of a Spring message, validated, for a parameter at its nesting level} */
    HandlerMethodArgumentResolver payloadResolver(ZmqMessageConverter converter) {
        return EmptyFrames.payload(converter.getPayloadConverter(), validator);
    }

    /** {@return whether the argument of a parameter is made as it is by default} */
    boolean isOrdinary(MethodParameter parameter) {
        return custom == null && customResolvers.stream().noneMatch(resolver -> resolver.supportsParameter(parameter));
    }

    private static void requireConvertible(
            Method method, List<HandlerMethodArgumentResolver> resolvers, ZmqMessageConverter converter) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new SynthesizingMethodParameter(method, i);
            if (isNoPayload(parameter) || resolvers.stream().anyMatch(known -> known.supportsParameter(parameter))) {
                continue;
            }
            requireConvertible(ResolvableType.forMethodParameter(parameter), i, converter);
        }
    }

    private static void requireConvertible(ResolvableType type, int parameter, ZmqMessageConverter converter) {
        Class<?> payloadType = Message.class.isAssignableFrom(type.toClass())
                ? type.as(Message.class).getGeneric(0).toClass()
                : type.toClass();
        if (!converter.mayConvertTo(payloadType)) {
            throw new MessageConversionException("no converter makes a " + payloadType.getName()
                    + " of a message, for parameter " + (parameter + 1) + ": there is none for JSON");
        }
    }

    private static boolean isNoPayload(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return parameter.hasParameterAnnotation(Header.class)
                || parameter.hasParameterAnnotation(Headers.class)
                || MessageHeaders.class == type
                || ZmqReplier.class == type
                || MessageHeaderAccessor.class.isAssignableFrom(type);
    }

    /** Texts and routing ids are bytes on the wire, and may be asked for as such. */
    private static ConversionService headerConversion() {
        DefaultFormattingConversionService conversion = new DefaultFormattingConversionService();
        conversion.addConverter(String.class, byte[].class, text -> text.getBytes(StandardCharsets.UTF_8));
        conversion.addConverter(RoutingId.class, byte[].class, RoutingId::bytes);
        conversion.addConverter(RoutingId.class, String.class, RoutingId::toString);
        return conversion;
    }
}
