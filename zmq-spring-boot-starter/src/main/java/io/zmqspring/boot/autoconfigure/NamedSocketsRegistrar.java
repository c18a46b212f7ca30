package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.socket.NamedSocketLifecycle;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/** Defines a bean for each socket in {@code zmq.sockets}, of the socket's name and type, so that it can be injected. */
class NamedSocketsRegistrar implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        ConfiguredSockets.of(environment)
                .forEach((name, socket) ->
                        register(registry, name, RestartableSocket.classOf(SocketDefinitions.type(name, socket))));
    }

    private static <T extends RestartableSocket> void register(BeanRegistry registry, String name, Class<T> type) {
        registry.registerBean(
                name + NamedSocketLifecycle.BEAN_NAME_SUFFIX,
                NamedSocketLifecycle.class,
                spec -> spec.supplier(
                        beans -> beans.bean(ZmqSocketRegistry.class).getLifecycle(name)));
        try {
            registry.registerBean(
                    name,
                    type,
                    spec -> spec.description("zmq.sockets." + name)
                            .supplier(beans -> type.cast(
                                    beans.bean(ZmqSocketRegistry.class).getSocket(name))));
        } catch (BeanDefinitionOverrideException taken) {
            InvalidConfigurationPropertyValueException failure = new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + name,
                    name,
                    "a socket becomes a bean of its name, and there is a bean of that name already: "
                            + taken.getExistingDefinition());
            failure.initCause(taken);
            throw failure;
        }
    }
}
