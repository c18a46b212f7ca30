package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketCustomizer;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Creates socket definitions of the properties. */
final class SocketDefinitions {

    private final ZmqProperties properties;
    private final SocketOptions defaults;
    private final List<ZmqSocketCustomizer> customizers;

    /**
     * Keeps what the definitions are made of.
     *
     * @param contextDefaults options of all sockets of the context; they go before {@code zmq.defaults}, which a
     *     context that the application defines does not have
     */
    SocketDefinitions(ZmqProperties properties, SocketOptions contextDefaults, List<ZmqSocketCustomizer> customizers) {
        this.properties = properties;
        this.defaults = contextDefaults.orElse(defaultsOf(properties));
        this.customizers = customizers;
    }

    void registerAll(ZmqSocketRegistry registry) {
        ConfiguredSockets.distinct(properties.getSockets()).forEach((name, socket) -> {
            if (!registry.contains(name)) {
                registry.register(definition(name, socket), socket.isAutoStartup());
            }
        });
    }

    /** {@return what {@code zmq.defaults} says about sockets of any type} */
    static SocketOptions defaultsOf(ZmqProperties properties) {
        return SocketOptionsMapper.forAny(properties.getDefaults().getOptions(), "zmq.defaults.options");
    }

    static SocketType type(String name, ZmqProperties.Socket socket) {
        SocketType type = socket.getType();
        if (type == null) {
            throw new SocketConfigurationException(
                    "zmq.sockets." + name + ".type is not set: a socket needs a type, one of "
                            + Arrays.toString(SocketType.values()) + ".",
                    "Set zmq.sockets." + name + ".type. If the socket comes from an environment variable: there, names"
                            + " are written without dashes, ZMQ_SOCKETS_ORDERSIN_TYPE for zmq.sockets.orders-in.type.");
        }
        return type;
    }

    /** A socket that opens with the application and leads nowhere is a mistake; others get endpoints in code. */
    private static void requireEndpoint(String name, ZmqProperties.Socket socket) {
        if (socket.leadsNowhere()) {
            String property = "zmq.sockets." + name;
            throw new SocketConfigurationException(
                    property + " has neither bind nor connect, so no message can come to it or leave it.",
                    "Set " + property + ".bind or " + property + ".connect to one or more endpoints such as"
                            + " tcp://localhost:5555, or set " + property + ".auto-startup to false and bind or connect"
                            + " the socket in code.");
        }
    }

    private SocketDefinition definition(String name, ZmqProperties.Socket socket) {
        SocketType type = type(name, socket);
        SocketOptions configured = SocketOptionsMapper.forSocket(
                        socket.getOptions(), "zmq.sockets." + name + ".options", type)
                .forSocket(type, defaults);
        SocketDefinition definition = withTopics(
                new SocketDefinition(name, type, socket.getBind(), socket.getConnect(), List.of(), configured),
                socket.getTopics());
        requireEndpoint(name, socket);
        SocketOptions.Builder options = configured.toBuilder();
        customizers.forEach(customizer -> customizer.customize(definition, options));
        return definition.withOptions(options.build());
    }

    /** No topic given is nothing; an empty one, which binds to an empty list, is everything. */
    private static SocketDefinition withTopics(SocketDefinition definition, @Nullable List<String> topics) {
        if (topics == null) {
            return definition;
        }
        String[] prefixes = topics.isEmpty() ? new String[] {""} : topics.toArray(String[]::new);
        try {
            return definition.withTopics(prefixes);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + definition.name() + ".topics",
                    topics,
                    String.valueOf(refused.getMessage()),
                    refused);
        }
    }
}
