package io.zmqspring.config;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.listener.adapter.MethodListenerAdapter;
import io.zmqspring.listener.adapter.ReplySender;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * An endpoint whose listener is a method of a bean. What the method returns goes to the reply socket when one is set,
 * else back over the socket the message came from.
 */
public final class MethodZmqListenerEndpoint extends AbstractZmqListenerEndpoint {

    private final Object bean;
    private final Method method;
    private @Nullable String replySocketName;
    private @Nullable ZmqListenerErrorHandler methodErrorHandler;
    private ListenerMethodFactory methodFactory = new ListenerMethodFactory(null, List.of(), null, null);

    /**
     * @param id the id of its container, unique
     * @param socketName the name of the socket to receive from
     * @param bean the bean, a proxy if it has one
     * @param method the method, callable on the bean
     */
    public MethodZmqListenerEndpoint(String id, String socketName, Object bean, Method method) {
        super(id, socketName);
        this.bean = bean;
        this.method = method;
    }

    /**
     * Sets where results go.
     *
     * @param replySocketName the name of a socket that sends, or {@code null} for the one the message came from
     */
    public void setReplySocketName(@Nullable String replySocketName) {
        this.replySocketName = replySocketName;
    }

    /**
     * Sets what stands in when the method fails.
     *
     * @param methodErrorHandler gives the result instead, or {@code null} to leave failures to the container's error
     *         handler
     */
    public void setMethodErrorHandler(@Nullable ZmqListenerErrorHandler methodErrorHandler) {
        this.methodErrorHandler = methodErrorHandler;
    }

    void setMethodFactory(ListenerMethodFactory methodFactory) {
        this.methodFactory = methodFactory;
    }

    @Override
    public String getDescription() {
        return method.toGenericString();
    }

    @Override
    public ZmqMessageListener createListener(ListenerResources resources) {
        InvocableHandlerMethod invocable = invocable(resources);
        Map<String, Object> headers =
                Map.of(ZmqHeaders.RECEIVED_SOCKET, getSocketName(), ZmqHeaders.LISTENER_ID, getId());
        return new MethodListenerAdapter(
                invocable, resources.converter(), headers, replySender(resources), methodErrorHandler);
    }

    private InvocableHandlerMethod invocable(ListenerResources resources) {
        try {
            return methodFactory.create(bean, method, resources.converter());
        } catch (MessageConversionException unconvertible) {
            throw new ZmqListenerDefinitionException(
                    getDescription(), String.valueOf(unconvertible.getMessage()), unconvertible);
        }
    }

    private @Nullable ReplySender replySender(ListenerResources resources) {
        String target = replySocketName;
        if (target == null) {
            if (!MethodListenerAdapter.hasResult(method)) {
                return null;
            }
            target = sameSocket(resources);
        }
        try {
            resources.sockets().getSender(target);
        } catch (ZmqUnknownSocketException | ZmqSocketTypeException unusable) {
            throw new ZmqListenerDefinitionException(
                    getDescription(), "its result cannot be sent: " + unusable.getMessage(), unusable);
        }
        String socketName = target;
        return reply -> resources.operations().send(socketName, reply);
    }

    private String sameSocket(ListenerResources resources) {
        RestartableSocket socket = resources.sockets().getSocket(getSocketName());
        if (!(socket instanceof MultipartSender)) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "returns "
                            + method.getGenericReturnType().getTypeName() + ", but socket '" + socket.name()
                            + "' of type "
                            + socket.type()
                            + " cannot send it back: add @SendTo(\"name of a socket that sends\") or return void");
        }
        return socket.name();
    }
}
