package io.zmqspring.annotation;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.support.ZmqBeanNames;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** The two beans behind {@link EnableZmq}. */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class ZmqBootstrapConfiguration {

    @Bean(ZmqBeanNames.LISTENER_ANNOTATION_PROCESSOR)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ZmqListenerAnnotationBeanPostProcessor zmqListenerAnnotationProcessor() {
        return new ZmqListenerAnnotationBeanPostProcessor();
    }

    @Bean(ZmqBeanNames.LISTENER_ENDPOINT_REGISTRY)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ZmqListenerEndpointRegistry zmqListenerEndpointRegistry() {
        return new ZmqListenerEndpointRegistry();
    }
}
