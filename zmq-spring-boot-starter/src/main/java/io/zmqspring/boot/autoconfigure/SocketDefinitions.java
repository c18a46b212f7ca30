package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketDefinition;
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

    List<ZmqSocketDefinition> all() {
        return properties.getSockets().entrySet().stream()
                .map(entry -> definition(entry.getKey(), entry.getValue()))
                .toList();
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

    private ZmqSocketDefinition definition(String name, ZmqProperties.Socket socket) {
        SocketOptions.Builder options = SocketOptions.builder();
        SocketOptionsMapper.apply(properties.getDefaults().getOptions(), "zmq.defaults.options", options);
        SocketOptionsMapper.apply(socket.getOptions(), "zmq.sockets." + name + ".options", options);
        ZmqSocketDefinition definition = new ZmqSocketDefinition(
                name,
                type(name, socket),
                socket.getBind(),
                socket.getConnect(),
                options.build(),
                socket.isAutoStartup());
        customizers.forEach(customizer -> customizer.customize(definition, options));
        return definition.withOptions(options.build());
    }
}
