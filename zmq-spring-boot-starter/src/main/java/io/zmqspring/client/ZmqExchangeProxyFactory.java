package io.zmqspring.client;

import io.zmqspring.template.ZmqOperations;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.EmbeddedValueResolverAware;
import org.springframework.util.StringValueResolver;

/** Creates clients of interfaces with {@link ZmqExchange}. Any thread may call it, and them. */
public class ZmqExchangeProxyFactory implements EmbeddedValueResolverAware {

    private final ZmqOperations operations;
    private final Predicate<String> replies;
    private @Nullable StringValueResolver values;

    /**
     * Creates a factory.
     *
     * @param operations what clients send with
     * @param replies says, by the name of a socket or requester, whether everything sent there is replied to, so that a
     *     method without a result waits
     */
    public ZmqExchangeProxyFactory(ZmqOperations operations, Predicate<String> replies) {
        this.operations = operations;
        this.replies = replies;
    }

    @Override
    public void setEmbeddedValueResolver(StringValueResolver resolver) {
        this.values = resolver;
    }

    /**
     * Creates a client.
     *
     * @param type the interface
     * @param <T> the interface
     * @return the client
     * @throws IllegalArgumentException when a method does not say where to send, or has two payloads
     */
    public <T> T createClient(Class<T> type) {
        StringValueResolver resolver = values;
        ExchangeInvocationHandler handler = new ExchangeInvocationHandler(
                type, operations, replies, text -> resolver == null ? text : resolver.resolveStringValue(text));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
