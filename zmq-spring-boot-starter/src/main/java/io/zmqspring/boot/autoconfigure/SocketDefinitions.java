package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes socket definitions of the properties. */
final class SocketDefinitions {

    private final ZmqProperties properties;
    private final List<ZmqSocketCustomizer> customizers;

    SocketDefinitions(ZmqProperties properties, List<ZmqSocketCustomizer> customizers) {
        this.properties = properties;
        this.customizers = customizers;
    }

    void registerAll(ZmqSocketRegistry registry) {
        properties
                .getSockets()
                .forEach((name, socket) -> registry.register(definition(name, socket), socket.isAutoStartup()));
    }

    static SocketType type(String name, ZmqProperties.Socket socket) {
        SocketType type = socket.getType();
        if (type == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + name + ".type",
                    null,
                    "a socket needs a type, one of " + Arrays.toString(SocketType.values()));
        }
        return type;
    }

    private SocketDefinition definition(String name, ZmqProperties.Socket socket) {
        SocketOptions.Builder options = SocketOptions.builder();
        SocketOptionsMapper.apply(properties.getDefaults().getOptions(), "zmq.defaults.options", options);
        SocketOptionsMapper.apply(socket.getOptions(), "zmq.sockets." + name + ".options", options);
        SocketDefinition definition =
                new SocketDefinition(name, type(name, socket), socket.getBind(), socket.getConnect(), options.build());
        customizers.forEach(customizer -> customizer.customize(definition, options));
        return definition.withOptions(options.build());
    }
}
