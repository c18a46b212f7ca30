package io.zmqspring.config;

import io.zmqspring.listener.adapter.FramesArgumentResolver;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/** Makes listener methods callable, with the settings of a {@link ZmqListenerEndpointRegistrar}. */
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

    InvocableHandlerMethod create(Object bean, Method method, MessageConverter payloadConverter) {
        if (custom != null) {
            return custom.createInvocableHandlerMethod(bean, method);
        }
        List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(customResolvers);
        resolvers.add(new FramesArgumentResolver());
        DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();
        if (beanFactory != null) {
            factory.setBeanFactory(beanFactory);
        }
        if (validator != null) {
            factory.setValidator(validator);
        }
        factory.setCustomArgumentResolvers(resolvers);
        factory.setMessageConverter(payloadConverter);
        factory.afterPropertiesSet();
        return factory.createInvocableHandlerMethod(bean, method);
    }
}
