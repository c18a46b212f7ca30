package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.LibzmqOption;
import io.zmqspring.core.option.SocketOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Names that other libraries give to properties of a socket, places where other starters have them, and names without
 * the brackets they need.
 */
final class ForeignPropertyNames {

    private static final String SOCKETS = "zmq.sockets";
    private static final String CONTAINERS = "zmq.listener.containers";
    private static final int IN_SOCKET = 3;
    private static final List<String> OF_SOCKETS =
            List.of("autostartup", "bind", "connect", "options", "topics", "type");
    private static final List<String> OF_CONTAINERS =
            KnownProperties.levelOf(ConfigurationPropertyName.of(CONTAINERS + ".any")).properties().stream()
                    .map(name -> name.replace("-", ""))
                    .toList();
    private static final List<String> SECURITY = List.of("curve", "plain", "gssapi", "zap");
    private static final Map<String, String> OF_OTHERS = Map.of(
            "subscribe", "topics",
            "endpoint", "connect",
            "endpoints", "connect",
            "address", "connect",
            "sockettype", "type",
            "identity", "options.routing-id");
    private static final Map<String, String> OF_LIBZMQ = ofLibzmq();

    private ForeignPropertyNames() {}

    private static Map<String, String> ofLibzmq() {
        Map<String, String> names = new HashMap<>();
        for (SocketOption<?> option : SocketOption.all()) {
            LibzmqOption<?> libzmq = option.libzmq();
            if (libzmq != null) {
                String name = libzmq.name().substring("ZMQ_".length()).replace("_", "");
                names.put(name.toLowerCase(Locale.ROOT), "options." + option.property());
            }
        }
        return names;
    }

    /** {@return whether it is a property of a security mechanism, of which there is none but NULL} */
    static boolean isSecurity(ConfigurationPropertyName name) {
        String last = name.getLastElement(ConfigurationPropertyName.Form.UNIFORM);
        return SECURITY.stream().anyMatch(last::startsWith);
    }

    /** {@return our name of the property, or {@code null} when no other library or starter has it} */
    static @Nullable String meant(ConfigurationPropertyName name, KnownProperties.Level level) {
        int elements = name.getNumberOfElements();
        String last = name.getLastElement(ConfigurationPropertyName.Form.UNIFORM);
        boolean inSocket = name.toString().startsWith(SOCKETS + ".") && elements > IN_SOCKET;
        boolean inDefaults = name.toString().startsWith("zmq.defaults.");
        if (inSocket || inDefaults) {
            String ours = OF_LIBZMQ.getOrDefault(last, OF_OTHERS.get(last));
            if (ours != null) {
                return (inSocket ? name.chop(IN_SOCKET) : name.chop(2)) + "." + ours;
            }
        }
        if (inSocket) {
            return bracketed(name, SOCKETS, OF_SOCKETS);
        }
        if (name.toString().startsWith(CONTAINERS + ".")) {
            return bracketed(name, CONTAINERS, OF_CONTAINERS);
        }
        return level.name().equals("zmq") && elements > 2 ? belowSockets(name) : null;
    }

    /** A socket or listener whose name has a dot needs brackets. */
    private static @Nullable String bracketed(ConfigurationPropertyName name, String map, List<String> properties) {
        int first = ConfigurationPropertyName.of(map).getNumberOfElements();
        for (int i = first + 1; i < name.getNumberOfElements(); i++) {
            if (properties.contains(name.getElement(i, ConfigurationPropertyName.Form.UNIFORM))) {
                return i == first + 1 ? null : map + "[" + join(name, first, i) + "]." + from(name, i);
            }
        }
        return null;
    }

    /** {@code zmq.orders.connect} and {@code zmq.socket.orders.connect} belong below {@code zmq.sockets}. */
    private static @Nullable String belowSockets(ConfigurationPropertyName name) {
        if (isOfSocket(name, 2)) {
            return SOCKETS + "." + from(name, 1);
        }
        return name.getNumberOfElements() > IN_SOCKET && isOfSocket(name, IN_SOCKET)
                ? SOCKETS + "." + from(name, 2)
                : null;
    }

    private static boolean isOfSocket(ConfigurationPropertyName name, int position) {
        return OF_SOCKETS.contains(name.getElement(position, ConfigurationPropertyName.Form.UNIFORM));
    }

    private static String from(ConfigurationPropertyName name, int position) {
        return join(name, position, name.getNumberOfElements());
    }

    private static String join(ConfigurationPropertyName name, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ".").append(name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL));
        }
        return text.toString();
    }
}
