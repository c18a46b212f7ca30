package io.zmqspring.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.annotation.EnableZmq;
import io.zmqspring.annotation.ZmqListenerConfigurer;
import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerContainerCustomizer;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqMessageInterceptor;
import io.zmqspring.listener.ZmqMessageRecoverer;
import io.zmqspring.observation.ZmqListenerObservationConvention;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqBeanNames;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.validation.Validator;

/** Listeners by annotation. */
@Configuration(proxyBeanMethods = false)
class ZmqAnnotationDrivenConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZmqListenerContainerFactoryConfigurer zmqListenerContainerFactoryConfigurer(
            ZmqProperties properties,
            ObjectProvider<ZmqContainerErrorHandler> errorHandler,
            ObjectProvider<ZmqErrorReply> errorReply,
            ObjectProvider<ZmqMessageRecoverer> recoverer,
            ObjectProvider<ZmqMessageInterceptor> interceptors,
            ObjectProvider<ZmqListenerContainerCustomizer> customizers,
            ZmqSocketRegistry sockets,
            ObjectProvider<ZmqOperations> operations,
            Environment environment) {
        ZmqContainerErrorHandler ofApplication = errorHandler.getIfUnique();
        return new ZmqListenerContainerFactoryConfigurer(
                properties.getListener(),
                ofApplication != null
                        ? ofApplication
                        : ListenerErrorHandling.of(
                                properties.getListener(), recoverer.getIfUnique(), sockets, operations),
                errorReply.getIfUnique(),
                Threading.VIRTUAL.isActive(environment),
                interceptors.orderedStream().toList(),
                customizers.orderedStream().toList());
    }

    @Bean(ZmqBeanNames.LISTENER_CONTAINER_FACTORY)
    @ConditionalOnMissingBean(name = ZmqBeanNames.LISTENER_CONTAINER_FACTORY, search = SearchStrategy.CURRENT)
    DefaultZmqListenerContainerFactory zmqListenerContainerFactory(
            ZmqListenerContainerFactoryConfigurer configurer,
            ZmqSocketRegistry sockets,
            ZmqOperations operations,
            ZmqMessageConverter converter,
            ZmqProperties properties,
            ObjectProvider<ObservationRegistry> observationRegistry,
            ObjectProvider<ZmqListenerObservationConvention> observationConvention) {
        ZmqMessageConverter ofFormat = properties
                .getListener()
                .getWireFormat()
                .over(converter, properties.getHeaders().getAllowed());
        DefaultZmqListenerContainerFactory factory =
                new DefaultZmqListenerContainerFactory(sockets, operations, ofFormat);
        configurer.configure(factory);
        if (properties.getListener().isObservationEnabled()) {
            observationRegistry.ifUnique(factory::setObservationRegistry);
            observationConvention.ifUnique(factory::setObservationConvention);
        }
        return factory;
    }

    /** Comes first, so that an application's own configurer may change what it sets. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ZmqListenerConfigurer zmqListenerValidatorConfigurer(ObjectProvider<Validator> validator) {
        return registrar -> registrar.setValidator(validator.getIfUnique());
    }

    @Bean
    static LazyInitializationExcludeFilter zmqListenerLazyInitializationExcludeFilter() {
        return new ListenerLazyInitializationExcludeFilter();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    @ConditionalOnMissingBean(name = ZmqBeanNames.LISTENER_ANNOTATION_PROCESSOR, search = SearchStrategy.CURRENT)
    static class EnableZmqConfiguration {}
}
