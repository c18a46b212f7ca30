package io.zmqspring.config;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.listener.adapter.BatchElements;
import io.zmqspring.listener.adapter.BatchListenerAdapter;
import io.zmqspring.listener.adapter.DirectInvocation;
import io.zmqspring.listener.adapter.ForwardingReplySender;
import io.zmqspring.listener.adapter.ListenerInvocation;
import io.zmqspring.listener.adapter.MessageInvocation;
import io.zmqspring.listener.adapter.MethodListenerAdapter;
import io.zmqspring.listener.adapter.ReplySender;
import io.zmqspring.listener.adapter.SameSocketReplySender;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.support.converter.ZmqMessageConverter;
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
    private @Nullable Boolean batch;
    private @Nullable ZmqMessageConverter messageConverter;
    private @Nullable ZmqErrorReply errorReply;
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
     * @param replySocketName the name of a socket that sends; or of a publisher, a slash and the topic to publish
     *     under; or {@code null} for the socket the message came from
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

    /**
     * Sets whether the method takes batches: a list of payloads, in place of the frames of one message.
     *
     * @param batch whether it does, or {@code null} to let it when its only parameter is a list of {@code ZmqMessage}
     *     or Spring messages
     */
    public void setBatch(@Nullable Boolean batch) {
        this.batch = batch;
    }

    /**
     * Sets what converts its payloads and results.
     *
     * @param messageConverter the converter, or {@code null} for the factory's
     */
    public void setMessageConverter(@Nullable ZmqMessageConverter messageConverter) {
        this.messageConverter = messageConverter;
    }

    /**
     * Sets what a REP or ROUTER answers to a request that the method could not handle.
     *
     * @param errorReply makes the answer, or {@code null} for the factory's
     */
    public void setErrorReply(@Nullable ZmqErrorReply errorReply) {
        this.errorReply = errorReply;
    }

    void setMethodFactory(ListenerMethodFactory methodFactory) {
        this.methodFactory = methodFactory;
    }

    @Override
    public String getDescription() {
        return method.toGenericString();
    }

    @Override
    public ZmqMessageListener createListener(ListenerResources shared) {
        ListenerResources resources = new ListenerResources(
                shared.sockets(),
                shared.operations(),
                messageConverter != null ? messageConverter : shared.converter(),
                errorReply != null ? errorReply : shared.errorReply());
        InvocableHandlerMethod invocable = invocable(resources);
        SocketType type = resources.sockets().getSocket(getSocketName()).type();
        Map<String, Object> headers =
                Map.of(ZmqHeaders.RECEIVED_SOCKET, getSocketName(), ZmqHeaders.LISTENER_ID, getId());
        Envelope envelope = Envelope.of(type);
        if (isBatch()) {
            return batchListener(resources, invocable, type, headers);
        }
        ListenerInvocation byMessage = new MessageInvocation(invocable, resources.converter(), envelope, headers);
        ListenerInvocation invocation =
                DirectInvocation.of(invocable, methodFactory::isOrdinary, envelope, resources.converter(), byMessage);
        return new MethodListenerAdapter(invocation, replySender(resources, type), methodErrorHandler);
    }

    private boolean isBatch() {
        return batch != null ? batch : BatchElements.takesListOfMessages(method);
    }

    private ZmqMessageListener batchListener(
            ListenerResources resources,
            InvocableHandlerMethod invocable,
            SocketType type,
            Map<String, Object> headers) {
        if (type == SocketType.REP) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "takes batches, but socket '" + getSocketName()
                            + "' of type REP answers each request by itself: take one message at a time");
        }
        if (methodErrorHandler != null) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "takes batches and has a ZmqListenerErrorHandler, which stands in for the method on one message:"
                            + " wanted is a ZmqContainerErrorHandler");
        }
        if (replySocketName == null && MethodListenerAdapter.hasResult(method)) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "takes batches and returns "
                            + method.getGenericReturnType().getTypeName()
                            + ": add @SendTo(\"name of a socket that sends\") or return void");
        }
        BatchElements elements = new BatchElements(
                invocable.getMethodParameters()[0],
                resources.converter(),
                Envelope.of(type),
                headers,
                methodFactory.payloadResolver(resources.converter()));
        return new BatchListenerAdapter(
                invocable, elements, replySocketName == null ? null : forwarding(resources, type, replySocketName));
    }

    private InvocableHandlerMethod invocable(ListenerResources resources) {
        try {
            return isBatch() ? batchMethod(resources) : methodFactory.create(bean, method, resources.converter());
        } catch (MessageConversionException unconvertible) {
            throw new ZmqListenerDefinitionException(
                    getDescription(), String.valueOf(unconvertible.getMessage()), unconvertible);
        }
    }

    private InvocableHandlerMethod batchMethod(ListenerResources resources) {
        if (!BatchElements.takesList(method)) {
            throw new ZmqListenerDefinitionException(
                    getDescription(), "takes batches, so its only parameter must be a java.util.List of payloads");
        }
        return methodFactory.createForBatch(bean, method, resources.converter());
    }

    private ReplySender replySender(ListenerResources resources, SocketType type) {
        boolean hasResult = MethodListenerAdapter.hasResult(method);
        if (replySocketName != null) {
            return forwarding(resources, type, replySocketName);
        }
        if (hasResult && !SameSocketReplySender.TYPES.contains(type)) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "returns "
                            + method.getGenericReturnType().getTypeName() + ", but socket '" + getSocketName()
                            + "' of type "
                            + type
                            + " cannot send it back: add @SendTo(\"name of a socket that sends\") or return void");
        }
        return sameSocket(resources, type, hasResult);
    }

    private SameSocketReplySender sameSocket(ListenerResources resources, SocketType type, boolean hasResult) {
        return new SameSocketReplySender(
                getSocketName(),
                type,
                hasResult,
                resources.operations(),
                resources.converter(),
                resources.errorReply());
    }

    /** A target is the name of a socket, or of a publisher, a slash and a topic. */
    private ForwardingReplySender forwarding(ListenerResources resources, SocketType type, String target) {
        int slash = resources.sockets().contains(target) ? -1 : target.indexOf('/');
        String name = slash < 0 ? target : target.substring(0, slash);
        String topic = slash < 0 ? null : target.substring(slash + 1);
        try {
            if (topic == null) {
                resources.sockets().getSender(name);
            } else {
                resources.sockets().getPublisher(name);
            }
        } catch (ZmqUnknownSocketException | ZmqSocketTypeException unusable) {
            throw new ZmqListenerDefinitionException(
                    getDescription(), "its result cannot be sent: " + unusable.getMessage(), unusable);
        }
        return new ForwardingReplySender(resources.operations(), name, topic, sameSocket(resources, type, false));
    }
}
