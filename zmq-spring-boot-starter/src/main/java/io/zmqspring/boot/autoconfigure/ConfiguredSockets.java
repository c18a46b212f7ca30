package io.zmqspring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * The sockets, requesters and proxies of a configuration, each once. Sources spell a name as they can: {@code
 * orders-in} in YAML is {@code ZMQ_SOCKETS_ORDERSIN} in the environment. The binder gives a key of a map for each
 * spelling, each with the properties of all of them.
 */
final class ConfiguredSockets {

    private ConfiguredSockets() {}

    /**
     * Reads {@code zmq.sockets}.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException when a property cannot be bound or is
     *     unknown
     */
    static Map<String, ZmqProperties.Socket> of(Environment environment) {
        return distinct(bound(environment, "zmq.sockets", ZmqProperties.Socket.class));
    }

    /** As {@link #of}, of {@code zmq.requesters}. */
    static Map<String, ZmqRequesterProperties> requestersOf(Environment environment) {
        return distinct(bound(environment, "zmq.requesters", ZmqRequesterProperties.class));
    }

    /** As {@link #of}, of {@code zmq.proxies}. */
    static Map<String, ZmqProxyProperties> proxiesOf(Environment environment) {
        return distinct(bound(environment, "zmq.proxies", ZmqProxyProperties.class));
    }

    private static <T> Map<String, T> bound(Environment environment, String prefix, Class<T> type) {
        requireNames(environment, prefix);
        return Binder.get(environment)
                .bind(
                        prefix,
                        Bindable.mapOf(String.class, type),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()))
                .orElse(Map.of());
    }

    /** A list binds to a map as well, with entries named 0 and so on. */
    private static void requireNames(Environment environment, String prefix) {
        ConfigurationPropertyName map = ConfigurationPropertyName.of(prefix);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream()
                        .filter(name -> map.isAncestorOf(name) && name.isNumericIndex(map.getNumberOfElements()))
                        .findFirst()
                        .ifPresent(name -> refuseList(prefix, source.getConfigurationProperty(name)));
            }
        }
    }

    private static void refuseList(String prefix, @Nullable ConfigurationProperty element) {
        Origin origin = Origin.from(element);
        throw new SocketConfigurationException(
                prefix + " is a list" + (origin == null ? "" : " (" + origin + ")")
                        + ", but it has a group of properties for each name.",
                "Write a name in place of each dash, so that there is " + prefix + ".orders in place of " + prefix
                        + "[0].");
    }

    /** {@return the entries, of names that are equal in Boot's uniform form one, by the spelling that shows most} */
    static <T> Map<String, T> distinct(Map<String, T> bound) {
        Map<String, String> spellings = new LinkedHashMap<>();
        bound.keySet()
                .forEach(name -> spellings.merge(
                        uniform(name), name, (one, other) -> spelling(other) > spelling(one) ? other : one));
        Map<String, T> entries = new LinkedHashMap<>();
        spellings.values().forEach(name -> entries.put(name, bound.get(name)));
        return entries;
    }

    /** As {@code ConfigurationPropertyName.Form.UNIFORM}. A name that needs brackets is compared as it is. */
    private static String uniform(String name) {
        return name.matches("[\\w-]+") ? name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT) : name;
    }

    private static int spelling(String name) {
        if (name.indexOf('-') >= 0) {
            return 3;
        }
        if (name.indexOf('_') >= 0) {
            return 2;
        }
        return name.equals(name.toLowerCase(Locale.ROOT)) ? 0 : 1;
    }
}
