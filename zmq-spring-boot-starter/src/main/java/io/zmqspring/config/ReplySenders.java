package io.zmqspring.config;

import io.zmqspring.core.lifecycle.ConcurrentReplier;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.adapter.ExpressionReplyTarget;
import io.zmqspring.listener.adapter.ForwardingReplySender;
import io.zmqspring.listener.adapter.ReplySender;
import io.zmqspring.listener.adapter.ReplyTarget;
import io.zmqspring.listener.adapter.SameSocketReplySender;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.support.converter.FramesMessage;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.ParseException;

/** Creates the {@link ReplySender} of one listener method. */
final class ReplySenders {

    private final String description;
    private final ListenerResources resources;
    private final RestartableSocket socket;
    private final @Nullable BeanFactory beanFactory;

    /** @param description of the listener, in errors */
    ReplySenders(
            String description,
            ListenerResources resources,
            RestartableSocket socket,
            @Nullable BeanFactory beanFactory) {
        this.description = description;
        this.resources = resources;
        this.socket = socket;
        this.beanFactory = beanFactory;
    }

    /** {@return what sends results back over the same socket} */
    ReplySender back(boolean hasResult, boolean answersItself, Type returnType) {
        SocketType type = socket.type();
        if (hasResult && !SameSocketReplySender.TYPES.contains(type)) {
            throw new ZmqListenerDefinitionException(
                    description,
                    "returns " + returnType.getTypeName() + ", but socket '" + socket.name() + "' of type " + type
                            + " cannot send it back: add @SendTo(\"name of a socket that sends\") or return void");
        }
        return sameSocket(hasResult, answersItself);
    }

    /** {@return what sends results to another socket} */
    ForwardingReplySender to(String target, Function<ZmqMessage, FramesMessage> source) {
        return new ForwardingReplySender(resources.operations(), target(target, source), sameSocket(false, false));
    }

    private SameSocketReplySender sameSocket(boolean hasResult, boolean answersItself) {
        boolean concurrent = socket instanceof ConcurrentReplier replier && replier.repliesConcurrently();
        return new SameSocketReplySender(
                socket.name(),
                socket.type(),
                concurrent ? Envelope.ROUTING_ID : Envelope.of(socket.type()),
                hasResult,
                answersItself,
                resources.operations(),
                resources.converter(),
                resources.errorReply());
    }

    private ReplyTarget target(String target, Function<ZmqMessage, FramesMessage> source) {
        if (!ExpressionReplyTarget.isExpression(target)) {
            ReplyTarget.Address address = usable(target);
            return (request, result) -> address;
        }
        try {
            return new ExpressionReplyTarget(target, beanFactory, source, this::address);
        } catch (ParseException wrong) {
            throw new ZmqListenerDefinitionException(
                    description, "@SendTo '" + target + "' cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    /** A target is the name of a socket, or of a publisher, a slash and a topic. */
    private ReplyTarget.Address address(String target) {
        int slash = resources.sockets().contains(target) ? -1 : target.indexOf('/');
        return slash < 0
                ? new ReplyTarget.Address(target, null)
                : new ReplyTarget.Address(target.substring(0, slash), target.substring(slash + 1));
    }

    private ReplyTarget.Address usable(String target) {
        ReplyTarget.Address address = address(target);
        ZmqSocketRegistry sockets = resources.sockets();
        try {
            if (address.topic() == null) {
                sockets.getSender(address.socketName());
            } else {
                sockets.getPublisher(address.socketName());
            }
            return address;
        } catch (ZmqUnknownSocketException | ZmqSocketTypeException unusable) {
            throw new ZmqListenerDefinitionException(
                    description, "its result cannot be sent: " + unusable.getMessage(), unusable);
        }
    }
}
