package io.zmqspring.boot.autoconfigure;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationListener;

/** Looks once, when the application starts, for settings that lead nowhere. */
final class ZmqStartupChecks implements SmartInitializingSingleton, ApplicationListener<ApplicationReadyEvent> {

    private static final Log logger = LogFactory.getLog(ZmqStartupChecks.class);

    private final ZmqProperties properties;
    private final ZmqSocketRegistry sockets;
    private final ZmqRequesterRegistry requesters;
    private final ObjectProvider<ZmqListenerEndpointRegistry> listeners;

    ZmqStartupChecks(
            ZmqProperties properties,
            ZmqSocketRegistry sockets,
            ZmqRequesterRegistry requesters,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners) {
        this.properties = properties;
        this.sockets = sockets;
        this.requesters = requesters;
        this.listeners = listeners;
    }

    @Override
    public void afterSingletonsInstantiated() {
        String name = properties.getTemplate().getDefaultSocket();
        if (name != null && !sockets.contains(name) && requesters.findRequester(name) == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.template.default-socket",
                    name,
                    "there is no socket of that name: known are " + sockets.getSocketNames());
        }
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        warnOfSettingsWithoutListener();
        for (RestartableSocket socket : sockets.getSockets()) {
            if (socket.type() == SocketType.SUB
                    && socket.state() == SocketState.OPEN
                    && socket instanceof SubSocket sub
                    && sub.topics() == 0
                    && !hasListener(socket.name())) {
                logger.warn("socket '" + socket.name() + "' (SUB) has no topic and no listener, so that it receives"
                        + " nothing: set zmq.sockets." + socket.name() + ".topics, or subscribe in code");
            }
        }
    }

    /** A listener may be registered later, so it is no failure. */
    private void warnOfSettingsWithoutListener() {
        Set<String> known = listeners.stream()
                .flatMap(registry -> registry.getListenerContainerIds().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        properties.getListener().getContainers().keySet().stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> logger.warn("zmq.listener.containers[" + id + "] is for a listener with id '" + id
                        + "', and there is none now: known are " + known));
    }

    private boolean hasListener(String socketName) {
        return listeners.stream()
                .flatMap(registry -> registry.getListenerContainers().stream())
                .anyMatch(container -> container.getSocketName().equals(socketName));
    }
}
