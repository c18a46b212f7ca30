package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.SocketType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Explains that a socket was given a value, such as an endpoint, in place of its properties. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class FlatSocketFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("zmq");
    private static final ConfigurationPropertyName SOCKETS = ConfigurationPropertyName.of("zmq.sockets");

    private final Environment environment;

    FlatSocketFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationPropertyName property = cause.getName();
        boolean isSocket = SOCKETS.isParentOf(property);
        ConfigurationProperty given = isSocket || SOCKETS.equals(property) ? value(property) : null;
        if (given == null) {
            return group(cause);
        }
        String value = String.valueOf(given.getValue());
        String name = isSocket ? property.getLastElement(ConfigurationPropertyName.Form.ORIGINAL) : "orders-out";
        return new FailureAnalysis(
                "ZeroMQ: " + property + " is '" + value + "'"
                        + (given.getOrigin() == null ? "" : " (" + given.getOrigin() + ")") + ", but "
                        + (isSocket ? "a socket has properties of its own." : "it has a group for each socket."),
                "Write a type and endpoints below the name of the socket, for example%n%n".formatted()
                        + example(name, value.contains("://") ? value : "tcp://localhost:5555")
                        + "%n%nTypes are %s.".formatted(Arrays.toString(SocketType.values())),
                cause);
    }

    /** A group that was given a value, such as {@code heartbeat: 5s}. */
    private @Nullable FailureAnalysis group(BindException cause) {
        KnownProperties.Level level = KnownProperties.levelOf(cause.getName());
        boolean isGroup = level.name().equals(cause.getName().toString())
                && !level.properties().isEmpty()
                && ROOT.isAncestorOf(cause.getName());
        ConfigurationProperty given = isGroup ? value(cause.getName()) : null;
        if (given == null) {
            return null;
        }
        String first = level.properties().contains("interval")
                ? "interval"
                : level.properties().get(0);
        return new FailureAnalysis(
                "ZeroMQ: " + cause.getName() + " is '" + given.getValue() + "'"
                        + (given.getOrigin() == null ? "" : " (" + given.getOrigin() + ")")
                        + ", but it is a group of properties.",
                "Write one of " + level.properties() + " below it, for example " + cause.getName() + "." + first + ".",
                cause);
    }

    private @Nullable ConfigurationProperty value(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property;
            }
        }
        return null;
    }

    private static String example(String name, String endpoint) {
        return "    zmq:%n      sockets:%n        %s:%n          type: push%n          connect: %s"
                .formatted(name, endpoint);
    }
}
