package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.socket.ConnectionLogger;
import io.zmqspring.socket.NamedSocketLifecycle;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Puts the sockets of {@code zmq.sockets} into the registry, ours or one that the application defines.
 *
 * <p>The environment of an application context has the properties of its parent's, and with them the parent's sockets.
 * They are defined once, in the parent, which opens and closes them; the child sees them there.
 */
final class ConfiguredSocketsPostProcessor implements BeanPostProcessor, BeanDefinitionRegistryPostProcessor {

    private final ObjectProvider<ZmqProperties> properties;
    private final ObjectProvider<ZmqContext> context;
    private final ObjectProvider<ZmqSocketCustomizer> customizers;
    private final Environment environment;

    ConfiguredSocketsPostProcessor(
            ObjectProvider<ZmqProperties> properties,
            ObjectProvider<ZmqContext> context,
            ObjectProvider<ZmqSocketCustomizer> customizers,
            Environment environment) {
        this.properties = properties;
        this.context = context;
        this.customizers = customizers;
        this.environment = environment;
    }

    /** The registry closes sockets, all at the same time, when no bean uses one any more. */
    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        BeanFactory parent =
                registry instanceof ConfigurableListableBeanFactory beans ? beans.getParentBeanFactory() : null;
        for (String name : ConfiguredSockets.of(environment).keySet()) {
            if (parent != null && parent.containsBean(name) && parent.isTypeMatch(name, ZmqSocket.class)) {
                remove(registry, name);
                remove(registry, name + NamedSocketLifecycle.BEAN_NAME_SUFFIX);
            } else if (registry.containsBeanDefinition(name)) {
                BeanDefinition definition = registry.getBeanDefinition(name);
                if (definition instanceof AbstractBeanDefinition ours) {
                    ours.setDestroyMethodName("");
                }
            }
        }
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
                registry.whenRegistered(socket -> socket.addMonitorListener(new ConnectionLogger(socket)));
            }
            ZmqContext unique = context.getIfUnique();
            SocketOptions defaults =
                    (unique == null ? ContextOptions.defaults() : unique.options()).defaultSocketOptions();
            new SocketDefinitions(
                            configured, defaults, customizers.orderedStream().toList())
                    .registerAll(registry);
        }
        return bean;
    }
}
