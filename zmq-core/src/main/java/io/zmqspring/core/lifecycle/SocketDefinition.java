package io.zmqspring.core.lifecycle;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Definition of a {@link RestartableSocket}. Immutable.
 *
 * @param name its name in errors and logs, not blank
 * @param type its type
 * @param bind endpoints to bind, in order
 * @param connect endpoints to connect to, in order, after all are bound
 * @param topics what a SUB or XSUB subscribes to before it binds and connects; an empty one takes all messages
 * @param options its settings
 */
public record SocketDefinition(
        String name,
        SocketType type,
        List<String> bind,
        List<String> connect,
        List<String> topics,
        SocketOptions options) {

    private static final Set<SocketType> SUBSCRIBERS = EnumSet.of(SocketType.SUB, SocketType.XSUB);

    /**
     * Copies the lists, checks the name and whether topics and options are for the type.
     *
     * @param name its name
     * @param type its type
     * @param bind endpoints to bind
     * @param connect endpoints to connect to
     * @param topics what it subscribes to
     * @param options its settings
     * @throws IllegalArgumentException when the name is blank, or topics or an option are not for this type of socket
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
        topics = List.copyOf(topics);
        if (!topics.isEmpty() && !SUBSCRIBERS.contains(type)) {
            throw new IllegalArgumentException(
                    "topics are not for a " + type + " socket: topics=" + topics + ", allowed are " + SUBSCRIBERS);
        }
    }

    /**
     * Begins a definition with default settings and no endpoint.
     *
     * @param name the socket's name
     * @param type its type
     * @return the definition
     */
    public static SocketDefinition of(String name, SocketType type) {
        return new SocketDefinition(name, type, List.of(), List.of(), List.of(), SocketOptions.defaults());
    }

    /**
     * Adds endpoints to bind.
     *
     * @param endpoints where
     * @return a copy with them
     */
    public SocketDefinition withBind(String... endpoints) {
        return new SocketDefinition(name, type, joined(bind, endpoints), connect, topics, options);
    }

    /**
     * Adds endpoints to connect to.
     *
     * @param endpoints where
     * @return a copy with them
     */
    public SocketDefinition withConnect(String... endpoints) {
        return new SocketDefinition(name, type, bind, joined(connect, endpoints), topics, options);
    }

    /**
     * Adds topics to subscribe to.
     *
     * @param prefixes the first bytes, in UTF-8, of the messages that are wanted; empty for all
     * @return a copy with them
     * @throws IllegalArgumentException when the socket is neither a SUB nor an XSUB
     */
    public SocketDefinition withTopics(String... prefixes) {
        return new SocketDefinition(name, type, bind, connect, joined(topics, prefixes), options);
    }

    /**
     * Changes the settings.
     *
     * @param newOptions the settings
     * @return a copy with them
     * @throws IllegalArgumentException when an option is not for this type of socket
     */
    public SocketDefinition withOptions(SocketOptions newOptions) {
        return new SocketDefinition(name, type, bind, connect, topics, newOptions);
    }

    private static List<String> joined(List<String> first, String... second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return all;
    }
}
