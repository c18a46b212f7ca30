package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.SocketType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains that a socket was given a value, such as an endpoint, in place of its properties. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class FlatSocketFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName SOCKETS = ConfigurationPropertyName.of("zmq.sockets");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        if (property == null || !(SOCKETS.isParentOf(property.getName()) || SOCKETS.equals(property.getName()))) {
            return null;
        }
        String value = String.valueOf(property.getValue());
        boolean isSocket = SOCKETS.isParentOf(property.getName());
        String name =
                isSocket ? property.getName().getLastElement(ConfigurationPropertyName.Form.ORIGINAL) : "orders-out";
        return new FailureAnalysis(
                "ZeroMQ: " + property.getName() + " is '" + value + "'"
                        + (property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")")
                        + ", but "
                        + (isSocket ? "a socket has properties of its own." : "it has a group for each socket."),
                "Write a type and endpoints below the name of the socket, for example%n%n".formatted()
                        + example(name, value.contains("://") ? value : "tcp://localhost:5555")
                        + "%n%nTypes are %s.".formatted(Arrays.toString(SocketType.values())),
                cause);
    }

    private static String example(String name, String endpoint) {
        return "    zmq:%n      sockets:%n        %s:%n          type: push%n          connect: %s"
                .formatted(name, endpoint);
    }
}
