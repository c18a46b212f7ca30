package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains that no socket is of the type and name that a bean wants injected. Boot's own analyzer asks the closed
 * application context for each bean of the type, which cannot make a socket any more.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SocketInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

    private final Environment environment;

    SocketInjectionFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String description) {
        ResolvableType wanted = cause.getResolvableType();
        Class<?> type = wanted == null ? null : wanted.resolve();
        if (type == null || !ZmqSocket.class.isAssignableFrom(type) || cause.getNumberOfBeansFound() > 1) {
            return null;
        }
        List<String> ofType = new ArrayList<>();
        List<String> others = new ArrayList<>();
        ConfiguredSockets.of(environment).forEach((name, socket) -> {
            boolean fits = type.isAssignableFrom(RestartableSocket.classOf(SocketDefinitions.type(name, socket)));
            (fits ? ofType : others).add(name + " (" + socket.getType() + ")");
        });
        return new FailureAnalysis(
                "ZeroMQ: " + (description == null ? "A bean" : description) + " required a " + type.getSimpleName()
                        + " that is not configured: " + cause.getMessage() + "%n%n".formatted()
                        + "    Of this type are "
                        + ofType + ", others are " + others + ".",
                "Inject one of zmq.sockets by its type and, where there are several, by @Qualifier(\"name\"), or"
                        + " configure the socket.",
                cause);
    }
}
