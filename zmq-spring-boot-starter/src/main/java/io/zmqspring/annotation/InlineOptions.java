package io.zmqspring.annotation;

import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.Metadata;
import io.zmqspring.core.option.OptionUnit;
import io.zmqspring.core.option.ReconnectStop;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.Secret;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.option.SocksProxy;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.unit.DataSize;

/**
 * Reads the options of a socket that a listener describes, each {@code name=value}, named and written as in a
 * configuration.
 */
final class InlineOptions {

    private static final String METADATA = SocketOption.METADATA.property() + ".";

    private static final String PASSWORD = SocketOption.SOCKS_PASSWORD.property() + "=";

    private final SocketType type;
    private final String listener;
    private final SocketOptions.Builder options = SocketOptions.builder();
    private final Map<String, String> metadata = new TreeMap<>();

    private InlineOptions(SocketType type, String listener) {
        this.type = type;
        this.listener = listener;
    }

    /** @throws ZmqListenerDefinitionException when an option is unknown, not for the type, or of a wrong value */
    static SocketOptions of(SocketType type, List<String> properties, AnnotationValues values) {
        InlineOptions read = new InlineOptions(type, values.listener());
        properties.stream().filter(property -> !property.isBlank()).forEach(read::add);
        if (!read.metadata.isEmpty()) {
            read.options.set(SocketOption.METADATA, Metadata.of(read.metadata));
        }
        return read.options.build();
    }

    private void add(String property) {
        int equals = property.indexOf('=');
        if (equals < 0) {
            throw wrong(property, "wanted is name=value, such as receive-hwm=500", null);
        }
        String name = property.substring(0, equals).strip();
        String value = property.substring(equals + 1).strip();
        if (name.startsWith(METADATA)) {
            metadata.put(name.substring(METADATA.length()), value);
            return;
        }
        try {
            set(option(property, name), value);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw wrong(property, String.valueOf(refused.getMessage()), refused);
        }
    }

    private SocketOption<?> option(String property, String name) {
        for (SocketOption<?> option : SocketOption.all()) {
            if (option.property().equals(name)) {
                option.requireFor(type);
                return option;
            }
        }
        throw wrong(
                property,
                "a " + type + " has no such option: allowed are "
                        + SocketOption.all().stream()
                                .filter(option -> option.isFor(type))
                                .map(SocketOption::property)
                                .toList(),
                null);
    }

    private ZmqListenerDefinitionException wrong(String property, String why, @Nullable Throwable cause) {
        String shown = property.startsWith(PASSWORD) ? PASSWORD + "…" : property;
        return new ZmqListenerDefinitionException(listener, "has property '" + shown + "': " + why, cause);
    }

    @SuppressWarnings("unchecked")
    private <T extends @Nullable Object> void set(SocketOption<T> option, String text) {
        options.set(option, (T) value(option, text));
    }

    private static @Nullable Object value(SocketOption<?> option, String text) {
        Class<?> type = option.range().type();
        if (type == Duration.class) {
            Duration time = DurationFormatterUtils.detectAndParse(text, DurationFormat.Unit.MILLIS);
            return time.isNegative() && option.range().acceptsNull() ? null : time;
        }
        if (type == Boolean.class) {
            return flag(text);
        }
        if (type == Long.class) {
            return option.range().unit() == OptionUnit.BYTES
                    ? DataSize.parse(text).toBytes()
                    : Long.parseLong(text);
        }
        if (type == Integer.class) {
            return option.range().unit() == OptionUnit.BYTES
                    ? Math.toIntExact(DataSize.parse(text).toBytes())
                    : Integer.parseInt(text);
        }
        return type.isEnum() ? constant(type, text) : object(type, text);
    }

    private static Object object(Class<?> type, String text) {
        if (type == RoutingId.class) {
            return RoutingId.of(text);
        }
        if (type == MessageBody.class) {
            return MessageBody.of(text);
        }
        if (type == SocksProxy.class) {
            return SocksProxy.of(text);
        }
        if (type == Secret.class) {
            return Secret.of(text);
        }
        return type == Set.class ? stops(text) : text;
    }

    private static Set<ReconnectStop> stops(String text) {
        Set<ReconnectStop> stops = EnumSet.noneOf(ReconnectStop.class);
        for (String each : text.split(",")) {
            stops.add((ReconnectStop) constant(ReconnectStop.class, each.strip()));
        }
        return stops;
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant)
                        .name()
                        .equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("wanted is one of " + Arrays.toString(type.getEnumConstants())));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("wanted is true or false");
        };
    }
}
