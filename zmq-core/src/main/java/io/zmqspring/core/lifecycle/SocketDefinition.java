package io.zmqspring.core.lifecycle;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link RestartableSocket} is made of, immutable.
 *
 * @param name its name in errors and logs, not blank
 * @param type its type
 * @param bind endpoints to bind, in order
 * @param connect endpoints to connect to, in order, after all are bound
 * @param options its settings
 */
public record SocketDefinition(
        String name, SocketType type, List<String> bind, List<String> connect, SocketOptions options) {

    /**
     * Copies the lists, checks the name and whether the options are for the type.
     *
     * @param name its name
     * @param type its type
     * @param bind endpoints to bind
     * @param connect endpoints to connect to
     * @param options its settings
     * @throws IllegalArgumentException when the name is blank or an option is not for this type of socket
     */
    public SocketDefinition {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(options, "options");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a socket's name is blank: name='" + name + "'");
        }
        options.requireFor(type);
        bind = List.copyOf(bind);
        connect = List.copyOf(connect);
    }

    /**
     * Begins a definition with default settings and no endpoint.
     *
     * @param name the socket's name
     * @param type its type
     * @return the definition
     */
    public static SocketDefinition of(String name, SocketType type) {
        return new SocketDefinition(name, type, List.of(), List.of(), SocketOptions.defaults());
    }

    /**
     * Adds endpoints to bind.
     *
     * @param endpoints where
     * @return a copy with them
     */
    public SocketDefinition withBind(String... endpoints) {
        return new SocketDefinition(name, type, joined(bind, endpoints), connect, options);
    }

    /**
     * Adds endpoints to connect to.
     *
     * @param endpoints where
     * @return a copy with them
     */
    public SocketDefinition withConnect(String... endpoints) {
        return new SocketDefinition(name, type, bind, joined(connect, endpoints), options);
    }

    /**
     * Changes the settings.
     *
     * @param newOptions the settings
     * @return a copy with them
     * @throws IllegalArgumentException when an option is not for this type of socket
     */
    public SocketDefinition withOptions(SocketOptions newOptions) {
        return new SocketDefinition(name, type, bind, connect, newOptions);
    }

    private static List<String> joined(List<String> first, String... second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return all;
    }
}
