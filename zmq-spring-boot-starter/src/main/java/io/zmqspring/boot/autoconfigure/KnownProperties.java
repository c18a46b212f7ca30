package io.zmqspring.boot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/** Names of the properties below {@code zmq}, as {@link ZmqProperties} declares them. */
final class KnownProperties {

    private static final String OURS = KnownProperties.class.getPackageName();
    private static final int SOCKET_DEPTH = 3;

    private KnownProperties() {}

    /** {@return the longest beginning of the name that is known, and the names that may follow there} */
    static Level levelOf(ConfigurationPropertyName name) {
        ResolvableType type = ResolvableType.forClass(ZmqProperties.class);
        int known = 1;
        for (; known < name.getNumberOfElements(); known++) {
            ResolvableType next = Map.class.isAssignableFrom(type.toClass())
                    ? type.asMap().getGeneric(1)
                    : property(type.toClass(), name.getElement(known, ConfigurationPropertyName.Form.UNIFORM));
            if (next == null) {
                break;
            }
            type = next;
        }
        return new Level(
                name.chop(known).toString(),
                List.copyOf(properties(type.toClass()).keySet()));
    }

    /**
     * Finds where a property belongs that is at a wrong place.
     *
     * @return a property of the same socket, or any other, whose name ends as the unknown one does; or {@code null}
     */
    static @Nullable String elsewhere(ConfigurationPropertyName name, Level level) {
        String end = "." + name.toString().substring(level.name().length() + 1);
        boolean inSocket = name.toString().startsWith("zmq.sockets.") && name.getNumberOfElements() > SOCKET_DEPTH;
        List<String> all = new ArrayList<>();
        if (inSocket) {
            collect(name.chop(SOCKET_DEPTH).toString(), ZmqProperties.Socket.class, all);
        } else {
            collect("zmq", ZmqProperties.class, all);
        }
        return all.stream().filter(known -> known.endsWith(end)).findFirst().orElse(null);
    }

    private static void collect(String prefix, Class<?> type, List<String> into) {
        properties(type).forEach((name, propertyType) -> {
            String full = prefix + "." + name;
            into.add(full);
            if (!Map.class.isAssignableFrom(propertyType.toClass())) {
                collect(full, propertyType.toClass(), into);
            }
        });
    }

    private static @Nullable ResolvableType property(Class<?> type, String uniformName) {
        for (Map.Entry<String, ResolvableType> property : properties(type).entrySet()) {
            if (property.getKey().replace("-", "").equals(uniformName)) {
                return property.getValue();
            }
        }
        return null;
    }

    private static Map<String, ResolvableType> properties(Class<?> type) {
        Map<String, ResolvableType> properties = new TreeMap<>();
        if (type.getPackageName().equals(OURS)) {
            for (PropertyDescriptor descriptor : BeanUtils.getPropertyDescriptors(type)) {
                if (descriptor.getReadMethod() != null && !descriptor.getName().equals("class")) {
                    properties.put(
                            DataObjectPropertyName.toDashedForm(descriptor.getName()),
                            ResolvableType.forMethodReturnType(descriptor.getReadMethod()));
                }
            }
        }
        return properties;
    }

    /**
     * A place in the tree of properties.
     *
     * @param name its full name
     * @param properties the names that may follow, in order
     */
    record Level(String name, List<String> properties) {}
}
