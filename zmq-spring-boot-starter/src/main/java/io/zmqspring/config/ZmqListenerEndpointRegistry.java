package io.zmqspring.config;

import io.zmqspring.event.ListenerContainerUnregisteredEvent;
import io.zmqspring.listener.ContainerState;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.SmartLifecycle;

/**
 * All listener containers. Each becomes a singleton bean named by its id, so that the application context starts, stops
 * and pauses it. As a bean the registry starts after all of them, and starts those that the context does not know of:
 * registered while the context was starting its beans, or later. Any thread may call any method.
 */
public class ZmqListenerEndpointRegistry implements BeanFactoryAware, ApplicationEventPublisherAware, SmartLifecycle {

    private static final Log logger = LogFactory.getLog(ZmqListenerEndpointRegistry.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> reserved = new HashSet<>();
    private volatile Map<String, ZmqMessageListenerContainer> containers = Map.of();
    private final Map<String, ListenerContainerGroup> groups = new ConcurrentHashMap<>();
    private final Map<String, Made> made = new ConcurrentHashMap<>();
    private volatile boolean running;
    private @Nullable DefaultSingletonBeanRegistry beans;
    private @Nullable BeanFactory beanFactory;
    private volatile @Nullable ApplicationEventPublisher eventPublisher;

    /** Creates an empty registry. */
    public ZmqListenerEndpointRegistry() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.beans = beanFactory instanceof DefaultSingletonBeanRegistry registry ? registry : null;
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher eventPublisher) {
        this.eventPublisher = eventPublisher;
    }

    /** Starts what the application context has not started: see {@link ZmqListenerEndpointRegistry}. */
    @Override
    public void start() {
        running = true;
        containers.values().forEach(ZmqListenerEndpointRegistry::startIfItShould);
    }

    /** From now on containers that are registered are not started. */
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** {@return the phase that starts last and stops first} */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    /**
     * Creates and keeps the container of an endpoint.
     *
     * @param endpoint describes the listener
     * @param factory creates the container
     * @return the container
     * @throws ZmqListenerDefinitionException when the listener cannot work, or its id is taken by another listener or
     *     bean
     */
    public ZmqMessageListenerContainer registerListenerContainer(
            ZmqListenerEndpoint endpoint, ZmqListenerContainerFactory factory) {
        String id = endpoint.getId();
        reserve(endpoint);
        ZmqMessageListenerContainer container;
        try {
            checkBeanName(endpoint);
            container = factory.createListenerContainer(endpoint);
            makeBean(container);
            made.put(id, new Made(endpoint, factory));
            add(container);
            group(endpoint, container);
        } finally {
            release(id);
        }
        if (running) {
            startIfItShould(container);
        }
        return container;
    }

    /**
     * Stops a container and forgets it, and its socket if that was made for it and no other container uses it.
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
            groups.values().forEach(group -> group.remove(container));
            if (beans != null) {
                beans.destroySingleton(id);
            } else {
                destroy(container);
            }
            Made made = this.made.remove(id);
            if (made != null && !isShared(container)) {
                made.factory.releaseSocket(made.endpoint);
            }
            publish(new ListenerContainerUnregisteredEvent(container, id));
        }
        return container;
    }

    private static void destroy(ZmqMessageListenerContainer container) {
        try {
            container.destroy();
        } catch (Exception failure) {
            logger.error(container + " could not be destroyed", failure);
        }
    }

    private boolean isShared(ZmqMessageListenerContainer removed) {
        return containers.values().stream()
                .anyMatch(other -> other.getSocketName().equals(removed.getSocketName()));
    }

    private void publish(ListenerContainerUnregisteredEvent event) {
        ApplicationEventPublisher publisher = eventPublisher;
        if (publisher != null) {
            publisher.publishEvent(event);
        }
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

    /**
     * Finds containers.
     *
     * @param wanted says which, by id and container
     * @return those, in the order they were registered
     */
    public Collection<ZmqMessageListenerContainer> getListenerContainersMatching(
            BiPredicate<String, ZmqMessageListenerContainer> wanted) {
        return getListenerContainers().stream()
                .filter(container -> wanted.test(container.getListenerId(), container))
                .toList();
    }

    /**
     * Finds a group of containers.
     *
     * @param name of the group
     * @return the group, or {@code null} when no container was registered that belongs to it
     */
    public @Nullable ListenerContainerGroup getListenerContainerGroup(String name) {
        return groups.get(name);
    }

    /** Beans are asked for and registered without the lock, since both take the bean factory's. */
    private void reserve(ZmqListenerEndpoint endpoint) {
        String id = endpoint.getId();
        lock.lock();
        try {
            ZmqMessageListenerContainer other = containers.get(id);
            if (other != null || !reserved.add(id)) {
                throw new ZmqListenerDefinitionException(
                        endpoint.getDescription(),
                        "its id '" + id + "' is that of another listener" + (other == null ? "" : ": " + other));
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(String id) {
        lock.lock();
        try {
            reserved.remove(id);
        } finally {
            lock.unlock();
        }
    }

    private void add(ZmqMessageListenerContainer container) {
        lock.lock();
        try {
            warnOfShared(container);
            Map<String, ZmqMessageListenerContainer> next = new LinkedHashMap<>(containers);
            next.put(container.getListenerId(), container);
            containers = next;
        } finally {
            lock.unlock();
        }
    }

    private static void startIfItShould(ZmqMessageListenerContainer container) {
        if (container.isAutoStartup() && container.getState() == ContainerState.STOPPED) {
            container.start();
        }
    }

    private void group(ZmqListenerEndpoint endpoint, ZmqMessageListenerContainer container) {
        String name = endpoint.getGroup();
        if (name == null) {
            return;
        }
        ListenerContainerGroup group = new ListenerContainerGroup(name);
        ListenerContainerGroup known = groups.putIfAbsent(name, group);
        if (known == null && beans != null) {
            beans.registerSingleton(name + ListenerContainerGroup.BEAN_NAME_SUFFIX, group);
        }
        (known != null ? known : group).add(container);
    }

    private void checkBeanName(ZmqListenerEndpoint endpoint) {
        String group = endpoint.getGroup();
        String groupBean = group + ListenerContainerGroup.BEAN_NAME_SUFFIX;
        if (group != null
                && !groups.containsKey(group)
                && beanFactory instanceof HierarchicalBeanFactory local
                && local.containsLocalBean(groupBean)) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "its group '" + group + "' becomes a bean '" + groupBean
                            + "', which is the name of another bean, of type " + local.getType(groupBean)
                            + ": choose another group");
        }
        String id = endpoint.getId();
        if (beanFactory instanceof HierarchicalBeanFactory local && local.containsLocalBean(id)) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "its id '" + id
                            + "' is the name of another bean, of type " + local.getType(id)
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

    /** What a container was made of. */
    private record Made(ZmqListenerEndpoint endpoint, ZmqListenerContainerFactory factory) {}
}
