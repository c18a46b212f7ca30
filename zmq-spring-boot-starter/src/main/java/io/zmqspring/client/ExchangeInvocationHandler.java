package io.zmqspring.client;

import io.zmqspring.template.ZmqOperations;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls of a client's methods. Any thread. */
final class ExchangeInvocationHandler implements InvocationHandler {

    private final Class<?> type;
    private final Map<Method, ExchangeMethod> methods = new HashMap<>();

    ExchangeInvocationHandler(
            Class<?> type,
            ZmqOperations operations,
            Predicate<String> replies,
            UnaryOperator<@Nullable String> values) {
        this.type = type;
        if (!type.isInterface()) {
            throw new IllegalArgumentException("a client is an interface: type=" + type.getName());
        }
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                methods.put(method, new ExchangeMethod(type, method, operations, replies, values));
            }
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        ExchangeMethod exchange = methods.get(method);
        if (exchange != null) {
            return exchange.invoke(arguments == null ? new Object[0] : arguments);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && arguments[0] == proxy;
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "client of " + type.getName();
        };
    }
}
