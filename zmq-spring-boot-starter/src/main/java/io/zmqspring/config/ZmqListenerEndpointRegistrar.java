package io.zmqspring.config;

import io.zmqspring.support.ZmqBeanNames;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Collects endpoints and hands them to the registry once the application context has its beans; later ones at once.
 * Settings are made before that, by a {@code ZmqListenerConfigurer}.
 */
public final class ZmqListenerEndpointRegistrar {

    private final BeanFactory beanFactory;
    private final ZmqListenerEndpointRegistry registry;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Registration> waiting = new ArrayList<>();
    private final List<HandlerMethodArgumentResolver> customResolvers = new ArrayList<>();
    private String containerFactoryBeanName = ZmqBeanNames.LISTENER_CONTAINER_FACTORY;
    private @Nullable Validator validator;
    private @Nullable MessageHandlerMethodFactory methodFactory;
    private boolean direct;

    /**
     * @param beanFactory where container factories are found by name
     * @param registry takes the endpoints
     */
    public ZmqListenerEndpointRegistrar(BeanFactory beanFactory, ZmqListenerEndpointRegistry registry) {
        this.beanFactory = beanFactory;
        this.registry = registry;
    }

    /**
     * Sets the container factory of endpoints that name none, by default
     * {@link ZmqBeanNames#LISTENER_CONTAINER_FACTORY}.
     *
     * @param containerFactoryBeanName name of a {@link ZmqListenerContainerFactory} bean
     */
    public void setContainerFactoryBeanName(String containerFactoryBeanName) {
        this.containerFactoryBeanName = containerFactoryBeanName;
    }

    /**
     * Sets what checks payloads of parameters annotated for validation.
     *
     * @param validator the validator, or {@code null} for none
     */
    public void setValidator(@Nullable Validator validator) {
        this.validator = validator;
    }

    /**
     * Sets resolvers asked before ours for the payload and the frames.
     *
     * @param resolvers in order
     */
    public void setCustomMethodArgumentResolvers(HandlerMethodArgumentResolver... resolvers) {
        customResolvers.clear();
        customResolvers.addAll(List.of(resolvers));
    }

    /**
     * Replaces how listener methods are made callable altogether; validator and resolvers set here are then not used.
     *
     * @param methodFactory the factory, or {@code null} for ours
     */
    public void setMessageHandlerMethodFactory(@Nullable MessageHandlerMethodFactory methodFactory) {
        this.methodFactory = methodFactory;
    }

    /** {@return the registry the endpoints go to} */
    public ZmqListenerEndpointRegistry getEndpointRegistry() {
        return registry;
    }

    /**
     * Adds an endpoint.
     *
     * @param endpoint describes a listener
     */
    public void registerEndpoint(ZmqListenerEndpoint endpoint) {
        registerEndpoint(endpoint, null);
    }

    /**
     * Adds an endpoint.
     *
     * @param endpoint describes a listener
     * @param factory creates its container, or {@code null} for the default one
     */
    public void registerEndpoint(ZmqListenerEndpoint endpoint, @Nullable ZmqListenerContainerFactory factory) {
        Registration registration = new Registration(endpoint, factory);
        lock.lock();
        try {
            if (!direct) {
                waiting.add(registration);
                return;
            }
        } finally {
            lock.unlock();
        }
        register(registration);
    }

    /** Registers all endpoints collected so far, and from now on each at once. */
    public void registerAllEndpoints() {
        List<Registration> collected;
        lock.lock();
        try {
            direct = true;
            collected = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        collected.forEach(this::register);
    }

    private void register(Registration registration) {
        ZmqListenerEndpoint endpoint = registration.endpoint;
        if (endpoint instanceof MethodZmqListenerEndpoint methodEndpoint) {
            methodEndpoint.setMethodFactory(newMethodFactory());
        } else if (endpoint instanceof MultiMethodZmqListenerEndpoint multiMethodEndpoint) {
            multiMethodEndpoint.setMethodFactory(newMethodFactory());
        }
        ZmqListenerContainerFactory factory = registration.factory;
        registry.registerListenerContainer(endpoint, factory != null ? factory : defaultFactory(endpoint));
    }

    private ListenerMethodFactory newMethodFactory() {
        return new ListenerMethodFactory(beanFactory, customResolvers, validator, methodFactory);
    }

    private ZmqListenerContainerFactory defaultFactory(ZmqListenerEndpoint endpoint) {
        try {
            return beanFactory.getBean(containerFactoryBeanName, ZmqListenerContainerFactory.class);
        } catch (NoSuchBeanDefinitionException missing) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "there is no container factory: define a bean '" + containerFactoryBeanName + "' of type "
                            + ZmqListenerContainerFactory.class.getName(),
                    missing);
        }
    }

    private record Registration(
            ZmqListenerEndpoint endpoint, @Nullable ZmqListenerContainerFactory factory) {}
}
