package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Creates proxies of the properties. */
final class ProxyDefinitions {

    private ProxyDefinitions() {}

    static NamedProxy proxy(String name, ZmqProxyProperties properties, ZmqSocketRegistry sockets) {
        String property = "zmq.proxies." + name;
        RestartableSocket frontend = required(property, "frontend", properties.getFrontend(), sockets);
        RestartableSocket backend = required(property, "backend", properties.getBackend(), sockets);
        RestartableSocket capture = socket(properties.getCapture(), sockets);
        RestartableSocket control = socket(properties.getControl(), sockets);
        try {
            return new NamedProxy(name, frontend, backend, capture, control, properties.isAutoStartup());
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    property, frontend.name() + " - " + backend.name(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private static RestartableSocket required(
            String property, String side, @Nullable String socketName, ZmqSocketRegistry sockets) {
        RestartableSocket socket = socket(socketName, sockets);
        if (socket == null) {
            throw new SocketConfigurationException(
                    property + "." + side + " is not set: a proxy moves messages between two sockets.",
                    "Set " + property + "." + side + " to the name of a socket in zmq.sockets, one of "
                            + sockets.getSocketNames() + ".");
        }
        return socket;
    }

    private static @Nullable RestartableSocket socket(@Nullable String name, ZmqSocketRegistry sockets) {
        return name == null ? null : sockets.getSocket(name);
    }
}
