package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.socket.ConnectionLogger;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.NamedSocketLifecycle;
import io.zmqspring.socket.ZmqDropListener;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketCustomizer;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Puts the sockets of {@code zmq.sockets} into the registry, ours or one that the application defines, and requesters
 * likewise.
 *
 * <p>The environment of an application context has the properties of its parent's, and with them the parent's sockets.
 * They are defined once, in the parent, which opens and closes them; the child sees them there.
 */
final class ConfiguredSocketsPostProcessor implements BeanPostProcessor, BeanDefinitionRegistryPostProcessor {

    private final ObjectProvider<ZmqProperties> properties;
    private final ObjectProvider<ZmqContext> context;
    private final ObjectProvider<ZmqSocketCustomizer> customizers;
    private final ObjectProvider<ZmqRequesterCustomizer> requesterCustomizers;
    private final ObjectProvider<ZmqConnectionDetails> connectionDetails;
    private final ObjectProvider<ZmqDropListener> dropListeners;
    private final ApplicationContext applicationContext;

    ConfiguredSocketsPostProcessor(
            ObjectProvider<ZmqProperties> properties,
            ObjectProvider<ZmqContext> context,
            ObjectProvider<ZmqSocketCustomizer> customizers,
            ObjectProvider<ZmqRequesterCustomizer> requesterCustomizers,
            ObjectProvider<ZmqConnectionDetails> connectionDetails,
            ObjectProvider<ZmqDropListener> dropListeners,
            ApplicationContext applicationContext) {
        this.properties = properties;
        this.context = context;
        this.customizers = customizers;
        this.requesterCustomizers = requesterCustomizers;
        this.connectionDetails = connectionDetails;
        this.dropListeners = dropListeners;
        this.applicationContext = applicationContext;
    }

    /** The registry closes sockets, all at the same time, when no bean uses one any more. */
    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        BeanFactory parent =
                registry instanceof ConfigurableListableBeanFactory beans ? beans.getParentBeanFactory() : null;
        Environment environment = applicationContext.getEnvironment();
        for (String name : ConfiguredSockets.of(environment).keySet()) {
            if (isIn(parent, name, ZmqSocket.class)) {
                remove(registry, name);
                remove(registry, name + NamedSocketLifecycle.BEAN_NAME_SUFFIX);
            } else if (registry.containsBeanDefinition(name)) {
                BeanDefinition definition = registry.getBeanDefinition(name);
                if (definition instanceof AbstractBeanDefinition ours) {
                    ours.setDestroyMethodName("");
                }
            }
        }
        for (String name : ConfiguredSockets.requestersOf(environment).keySet()) {
            if (isIn(parent, name, ZmqRequester.class)) {
                remove(registry, name);
            } else if (registry.containsBeanDefinition(name)
                    && registry.getBeanDefinition(name) instanceof AbstractBeanDefinition ours) {
                ours.setDestroyMethodName("");
            }
        }
        for (String name : ConfiguredSockets.proxiesOf(environment).keySet()) {
            if (isIn(parent, name, NamedProxy.class)) {
                remove(registry, name);
            }
        }
    }

    private static boolean isIn(@Nullable BeanFactory parent, String name, Class<?> type) {
        return parent != null && parent.containsBean(name) && parent.isTypeMatch(name, type);
    }

    private static void remove(BeanDefinitionRegistry registry, String name) {
        if (registry.containsBeanDefinition(name)) {
            registry.removeBeanDefinition(name);
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof ZmqSocketRegistry registry) {
            ZmqProperties configured = properties.getObject();
            if (configured.getMonitor().isLog()) {
                registry.whenRegistered(
                        socket -> socket.addMonitorListener(new ConnectionLogger(socket, this::isEnding)));
            }
            registry.whenRegistered(socket -> listenToDrops(socket.name(), socket));
            SocketEventPublisher events =
                    new SocketEventPublisher(configured.getMonitor().getEvents(), applicationContext);
            registry.whenRegistered(socket -> events.publish(socket.name(), socket));
            ServiceEndpoints endpoints = new ServiceEndpoints(configured, connectionDetails);
            registry.changeDefinitions(endpoints::of);
            new SocketDefinitions(
                            configured,
                            contextDefaults(),
                            customizers.orderedStream().toList())
                    .registerAll(registry);
        }
        if (bean instanceof ZmqRequesterRegistry registry) {
            ZmqProperties configured = properties.getObject();
            if (configured.getMonitor().isLog()) {
                registry.whenRegistered(requester -> logConnections(requester, registry));
            }
            registry.whenRegistered(requester -> listenToDrops(requester.name(), requester));
            SocketEventPublisher events =
                    new SocketEventPublisher(configured.getMonitor().getEvents(), applicationContext);
            registry.whenRegistered(requester -> events.publish(requester.name(), requester));
            new RequesterDefinitions(
                            configured,
                            contextDefaults(),
                            new ServiceEndpoints(configured, connectionDetails),
                            requesterCustomizers.orderedStream().toList())
                    .registerAll(registry);
        }
        return bean;
    }

    /** One beside a socket is connected where the socket is, which logs already. */
    private void logConnections(NamedRequester requester, ZmqRequesterRegistry registry) {
        if (registry.findRequester(requester.name()) == requester) {
            requester.addMonitorListener(new ConnectionLogger(requester, this::isEnding));
        }
    }

    private boolean isEnding() {
        return applicationContext instanceof ConfigurableApplicationContext configurable && configurable.isClosed();
    }

    private void listenToDrops(String name, ZmqConnectable connectable) {
        dropListeners
                .orderedStream()
                .forEach(listener -> connectable.addMonitorListener(event -> {
                    if (event instanceof MonitorEvent.MessagesDropped dropped) {
                        listener.onDropped(name, dropped);
                    }
                }));
    }

    private SocketOptions contextDefaults() {
        ZmqContext unique = context.getIfUnique();
        return (unique == null ? ContextOptions.defaults() : unique.options()).defaultSocketOptions();
    }
}
