package io.zmqspring.socket;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.ArrayList;
import java.util.List;

/**
 * What a named socket is made of, immutable.
 *
 * @param name its name, not blank; also the name of its bean
 * @param type its type
 * @param bind endpoints to bind, in order
 * @param connect endpoints to connect to, in order, after all are bound
 * @param options its settings
 * @param autoStartup whether it opens when the application context starts; else its first use or {@code start()} opens
 *         it
 */
public record ZmqSocketDefinition(
        String name,
        SocketType type,
        List<String> bind,
        List<String> connect,
        SocketOptions options,
        boolean autoStartup) {

    /**
     * Copies the lists and checks the name.
     *
     * @param name its name
     * @param type its type
     * @param bind endpoints to bind
     * @param connect endpoints to connect to
     * @param options its settings
     * @param autoStartup whether it opens when the application context starts
     * @throws IllegalArgumentException when the name is blank
     */
    public ZmqSocketDefinition {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a socket's name is blank: name='" + name + "'");
        }
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
    public static ZmqSocketDefinition of(String name, SocketType type) {
        return new ZmqSocketDefinition(name, type, List.of(), List.of(), SocketOptions.defaults(), true);
    }

    /**
     * Adds endpoints to bind.
     *
     * @param endpoints where
     * @return a copy with them
     */
    public ZmqSocketDefinition withBind(String... endpoints) {
        return new ZmqSocketDefinition(name, type, joined(bind, endpoints), connect, options, autoStartup);
    }

    /**
     * Adds endpoints to connect to.
     *
     * @param endpoints where
     * @return a copy with them
     */
    public ZmqSocketDefinition withConnect(String... endpoints) {
        return new ZmqSocketDefinition(name, type, bind, joined(connect, endpoints), options, autoStartup);
    }

    /**
     * Changes the settings.
     *
     * @param newOptions the settings
     * @return a copy with them
     */
    public ZmqSocketDefinition withOptions(SocketOptions newOptions) {
        return new ZmqSocketDefinition(name, type, bind, connect, newOptions, autoStartup);
    }

    /**
     * Changes whether it opens with the application context.
     *
     * @param newAutoStartup whether it does
     * @return a copy with it
     */
    public ZmqSocketDefinition withAutoStartup(boolean newAutoStartup) {
        return new ZmqSocketDefinition(name, type, bind, connect, options, newAutoStartup);
    }

    private static List<String> joined(List<String> first, String... second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return all;
    }
}
