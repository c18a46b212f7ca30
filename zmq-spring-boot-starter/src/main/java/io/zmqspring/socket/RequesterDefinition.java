package io.zmqspring.socket;

import io.zmqspring.core.option.RequesterOptions;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link NamedRequester} is made of, immutable.
 *
 * @param name its name in errors and logs, not blank
 * @param bind endpoints to bind, in order
 * @param connect endpoints to connect to, in order, after all are bound
 * @param options its settings
 */
public record RequesterDefinition(String name, List<String> bind, List<String> connect, RequesterOptions options) {

    /**
     * Copies the lists and checks the name.
     *
     * @param name its name
     * @param bind endpoints to bind
     * @param connect endpoints to connect to
     * @param options its settings
     * @throws IllegalArgumentException when the name is blank
     */
    public RequesterDefinition {
        Objects.requireNonNull(options, "options");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a requester's name is blank: name='" + name + "'");
        }
        bind = List.copyOf(bind);
        connect = List.copyOf(connect);
    }

    /**
     * Begins a definition with default settings.
     *
     * @param name the requester's name
     * @param connect endpoints to connect to
     * @return the definition
     */
    public static RequesterDefinition of(String name, String... connect) {
        return new RequesterDefinition(name, List.of(), List.of(connect), RequesterOptions.defaults());
    }
}
