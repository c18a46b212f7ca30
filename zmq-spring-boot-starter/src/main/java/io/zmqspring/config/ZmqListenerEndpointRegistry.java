package io.zmqspring.config;

import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.Lifecycle;

/**
 * All listener containers. Each becomes a singleton bean named by its id, so that the application context starts, stops
 * and pauses it; one registered after the context has started is started here. Any thread may call any method.
 */
public class ZmqListenerEndpointRegistry implements BeanFactoryAware, ApplicationContextAware {

    private static final Log logger = LogFactory.getLog(ZmqListenerEndpointRegistry.class);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Map<String, ZmqMessageListenerContainer> containers = Map.of();
    private @Nullable DefaultSingletonBeanRegistry beans;
    private @Nullable BeanFactory beanFactory;
    private @Nullable ApplicationContext applicationContext;

    /** Creates an empty registry. */
    public ZmqListenerEndpointRegistry() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.beans = beanFactory instanceof DefaultSingletonBeanRegistry registry ? registry : null;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.applicationContext = applicationContext;
    }

    /**
     * Makes and keeps the container of an endpoint.
     *
     * @param endpoint describes the listener
     * @param factory makes the container
     * @return the container
     * @throws ZmqListenerDefinitionException when the listener cannot work, or its id is taken by another listener or
     *     bean
     */
    public ZmqMessageListenerContainer registerListenerContainer(
            ZmqListenerEndpoint endpoint, ZmqListenerContainerFactory factory) {
        ZmqMessageListenerContainer container;
        lock.lock();
        try {
            checkId(endpoint);
            container = factory.createListenerContainer(endpoint);
            warnOfShared(container);
            makeBean(container);
            Map<String, ZmqMessageListenerContainer> next = new LinkedHashMap<>(containers);
            next.put(container.getListenerId(), container);
            containers = next;
        } finally {
            lock.unlock();
        }
        if (container.isAutoStartup() && applicationContext != null && isRunning(applicationContext)) {
            container.start();
        }
        return container;
    }

    /**
     * Stops a container and forgets it.
     *
     * @param id its id
     * @return the container, or {@code null} when there was none
     */
    public @Nullable ZmqMessageListenerContainer unregisterListenerContainer(String id) {
        ZmqMessageListenerContainer container;
        lock.lock();
        try {
            Map<String, ZmqMessageListenerContainer> next = new LinkedHashMap<>(containers);
            container = next.remove(id);
            containers = next;
        } finally {
            lock.unlock();
        }
        if (container != null) {
            if (beans != null) {
                beans.destroySingleton(id);
            }
            container.stop();
        }
        return container;
    }

    /**
     * Finds a container.
     *
     * @param id its id
     * @return the container, or {@code null} when there is none of that id
     */
    public @Nullable ZmqMessageListenerContainer getListenerContainer(String id) {
        return containers.get(id);
    }

    /** {@return the ids of all containers, in the order they were registered} */
    public Set<String> getListenerContainerIds() {
        return Collections.unmodifiableSet(containers.keySet());
    }

    /** {@return all containers, in the order they were registered} */
    public Collection<ZmqMessageListenerContainer> getListenerContainers() {
        return List.copyOf(containers.values());
    }

    private void checkId(ZmqListenerEndpoint endpoint) {
        String id = endpoint.getId();
        if (containers.containsKey(id)) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "its id '" + id + "' is that of another listener: " + containers.get(id));
        }
        if (beanFactory != null && beanFactory.containsBean(id)) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "its id '" + id
                            + "' is the name of another bean, of type " + beanFactory.getType(id)
                            + ", and a listener container becomes a bean too: choose another id");
        }
    }

    private void warnOfShared(ZmqMessageListenerContainer added) {
        containers.values().stream()
                .filter(other -> other.getSocketName().equals(added.getSocketName()))
                .forEach(other -> logger.warn("listeners '" + other.getListenerId() + "' and '" + added.getListenerId()
                        + "' share socket '" + added.getSocketName() + "': each message reaches only one of them"));
    }

    private void makeBean(ZmqMessageListenerContainer container) {
        if (beans != null) {
            beans.registerSingleton(container.getListenerId(), container);
            beans.registerDisposableBean(container.getListenerId(), container);
        }
    }

    private static boolean isRunning(ApplicationContext context) {
        return context instanceof Lifecycle lifecycle && lifecycle.isRunning();
    }
}
