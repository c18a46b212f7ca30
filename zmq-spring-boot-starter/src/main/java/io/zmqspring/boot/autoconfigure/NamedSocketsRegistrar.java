package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.NamedSocketLifecycle;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.function.Function;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Defines a bean for each socket in {@code zmq.sockets}, of the socket's name and type, so that it can be injected, and
 * one for each requester and proxy.
 */
class NamedSocketsRegistrar implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        ConfiguredSockets.of(environment)
                .forEach((name, socket) ->
                        register(registry, name, RestartableSocket.classOf(SocketDefinitions.type(name, socket))));
        ConfiguredSockets.requestersOf(environment)
                .keySet()
                .forEach(name -> register(
                        registry,
                        "zmq.requesters",
                        "requester",
                        name,
                        NamedRequester.class,
                        beans -> requester(beans, name)));
        ConfiguredSockets.proxiesOf(environment)
                .forEach((name, properties) -> register(
                        registry,
                        "zmq.proxies",
                        "proxy",
                        name,
                        NamedProxy.class,
                        beans -> proxy(beans, name, properties)));
    }

    private static <T extends RestartableSocket> void register(BeanRegistry registry, String name, Class<T> type) {
        registry.registerBean(
                name + NamedSocketLifecycle.BEAN_NAME_SUFFIX,
                NamedSocketLifecycle.class,
                spec -> spec.supplier(
                        beans -> beans.bean(ZmqSocketRegistry.class).getLifecycle(name)));
        register(
                registry,
                "zmq.sockets",
                "socket",
                name,
                type,
                beans -> type.cast(beans.bean(ZmqSocketRegistry.class).getSocket(name)));
    }

    private static NamedRequester requester(BeanRegistry.SupplierContext beans, String name) {
        NamedRequester requester = beans.bean(ZmqRequesterRegistry.class).findRequester(name);
        if (requester == null) {
            throw new IllegalStateException("zmq.requesters." + name + " is not registered");
        }
        return requester;
    }

    private static NamedProxy proxy(BeanRegistry.SupplierContext beans, String name, ZmqProxyProperties properties) {
        ZmqSocketRegistry sockets = beans.bean(ZmqSocketRegistry.class);
        return ProxyDefinitions.proxy(name, properties, sockets);
    }

    private static <T> void register(
            BeanRegistry registry,
            String prefix,
            String kind,
            String name,
            Class<T> type,
            Function<BeanRegistry.SupplierContext, T> supplier) {
        try {
            registry.registerBean(
                    name, type, spec -> spec.description(prefix + "." + name).supplier(supplier));
        } catch (BeanDefinitionOverrideException taken) {
            InvalidConfigurationPropertyValueException failure = new InvalidConfigurationPropertyValueException(
                    prefix + "." + name,
                    name,
                    "a " + kind + " becomes a bean of its name, and there is a bean of that name already: rename the "
                            + kind + ": " + taken.getExistingDefinition());
            failure.initCause(taken);
            throw failure;
        }
    }
}
