package io.zmqspring.config;

import io.zmqspring.core.lifecycle.ConcurrentReplier;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.listener.adapter.BatchElements;
import io.zmqspring.listener.adapter.BatchListenerAdapter;
import io.zmqspring.listener.adapter.ContentTypeReplySender;
import io.zmqspring.listener.adapter.DirectInvocation;
import io.zmqspring.listener.adapter.ListenerInvocation;
import io.zmqspring.listener.adapter.MessageInvocation;
import io.zmqspring.listener.adapter.MethodListenerAdapter;
import io.zmqspring.listener.adapter.ReplySender;
import io.zmqspring.listener.adapter.RequestInvocation;
import io.zmqspring.listener.adapter.SuspendingFunctions;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.MimeType;

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
    private @Nullable MimeType replyContentType;
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

    /**
     * Sets the content type of results that have none.
     *
     * @param replyContentType the type, or {@code null} for that of the payload
     */
    public void setReplyContentType(@Nullable MimeType replyContentType) {
        this.replyContentType = replyContentType;
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
                errorReply != null ? errorReply : shared.errorReply(),
                shared.pendingTimeout());
        requireCallable();
        InvocableHandlerMethod invocable = invocable(resources);
        RestartableSocket socket = resources.sockets().getSocket(getSocketName());
        if (PeerAddress.needsTopic(method) && Envelope.of(socket.type()) != Envelope.TOPIC) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "needs the header " + ZmqHeaders.TOPIC + ", which messages of socket '" + getSocketName()
                            + "' of type " + socket.type()
                            + " do not have: allowed are SUB and XSUB, or required = false");
        }
        Map<String, Object> headers = Map.of(
                ZmqHeaders.RECEIVED_SOCKET,
                getSocketName(),
                ZmqHeaders.SOCKET_TYPE,
                socket.type(),
                ZmqHeaders.LISTENER_ID,
                getId());
        if (isBatch()) {
            return batchListener(resources, invocable, socket, headers);
        }
        Envelope envelope = Envelope.of(socket.type());
        ListenerInvocation byMessage = new MessageInvocation(invocable, resources.converter(), envelope, headers);
        ListenerInvocation direct = SuspendingFunctions.isSuspending(method)
                ? byMessage
                : DirectInvocation.of(invocable, methodFactory::isOrdinary, envelope, resources.converter(), byMessage);
        ListenerInvocation invocation = socket instanceof ConcurrentReplier replier && replier.replyConcurrently()
                ? new RequestInvocation(direct)
                : direct;
        ReplySenders senders = senders(resources, socket);
        ReplySender replySender = replySocketName == null
                ? senders.back(
                        MethodListenerAdapter.hasResult(method),
                        PeerAddress.isTakenBy(method),
                        MethodListenerAdapter.takesReplier(method)
                                ? ZmqReplier.class
                                : SuspendingFunctions.resultType(method).getType())
                : senders.to(replySocketName, invocation::toSpringMessage);
        boolean replies = MethodListenerAdapter.takesReplier(method);
        if (replies && method.getReturnType() != void.class) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "takes a ZmqReplier and returns "
                            + method.getGenericReturnType().getTypeName() + ": a result goes one of the two ways");
        }
        return new MethodListenerAdapter(
                invocation,
                replies,
                replyContentType == null ? replySender : new ContentTypeReplySender(replySender, replyContentType),
                methodErrorHandler);
    }

    private void requireCallable() {
        if (!SuspendingFunctions.isSuspending(method)) {
            return;
        }
        if (!SuspendingFunctions.areCallable()) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "is a suspend function, which needs org.jetbrains.kotlinx:kotlinx-coroutines-reactor and"
                            + " org.jetbrains.kotlin:kotlin-reflect: add both");
        }
        if (MethodListenerAdapter.takesReplier(method)) {
            throw new ZmqListenerDefinitionException(
                    getDescription(), "is a suspend function and takes a ZmqReplier: return the result instead");
        }
        if (SuspendingFunctions.givesStream(method)) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "is a suspend function that returns " + SuspendingFunctions.resultType(method)
                            + ": a message has one result, such as a list");
        }
    }

    private ReplySenders senders(ListenerResources resources, RestartableSocket socket) {
        return new ReplySenders(getDescription(), resources, socket, methodFactory.beanFactory());
    }

    private boolean isBatch() {
        return batch != null ? batch : BatchElements.takesListOfMessages(method);
    }

    private ZmqMessageListener batchListener(
            ListenerResources resources,
            InvocableHandlerMethod invocable,
            RestartableSocket socket,
            Map<String, Object> headers) {
        if (socket.type() == SocketType.REP) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "takes batches, but socket '" + getSocketName()
                            + "' of type REP answers each request by itself: take one message at a time");
        }
        if (replyContentType != null) {
            throw new ZmqListenerDefinitionException(
                    getDescription(),
                    "takes batches and has a replyContentType: return Spring messages that have their content type");
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
                            + SuspendingFunctions.resultType(method)
                            + ": add @SendTo(\"name of a socket that sends\") or return void");
        }
        BatchElements elements = new BatchElements(
                invocable.getMethodParameters()[0],
                resources.converter(),
                Envelope.of(socket.type()),
                headers,
                methodFactory.payloadResolver(resources.converter()));
        return new BatchListenerAdapter(
                invocable,
                elements,
                replySocketName == null ? null : senders(resources, socket).to(replySocketName, elements::message),
                resources.pendingTimeout());
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
}
