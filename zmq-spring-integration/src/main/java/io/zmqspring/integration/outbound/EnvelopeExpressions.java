package io.zmqspring.integration.outbound;

import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.messaging.Message;

/**
 * Puts payloads into the envelope that expressions or headers name. Set up by one thread, then used by any.
 */
final class EnvelopeExpressions {

    private static final ZmqMessage EMPTY = ZmqMessage.of(new byte[0]);

    private final SocketType type;
    private @Nullable Expression topic;
    private @Nullable Expression routingId;
    private boolean wrapTopic;

    @SuppressWarnings("NullAway.Init")
    private EvaluationContext context;

    EnvelopeExpressions(SocketType type) {
        this.type = type;
    }

    void setTopic(Expression expression) {
        this.topic = expression;
    }

    void setRoutingId(Expression expression) {
        this.routingId = expression;
    }

    void setWrapTopic(boolean value) {
        this.wrapTopic = value;
    }

    /** Checks what was set, and prepares the evaluation. */
    void initialize(@Nullable BeanFactory beanFactory) {
        boolean publishes = type == SocketType.PUB || type == SocketType.XPUB;
        if ((topic != null || wrapTopic) && !publishes) {
            throw new IllegalStateException("a topic is for PUB and XPUB sockets: type=" + type + ", topic="
                    + (topic == null ? null : topic.getExpressionString()) + ", wrapTopic=" + wrapTopic);
        }
        if (routingId != null && type != SocketType.ROUTER) {
            throw new IllegalStateException("a routing id is for ROUTER sockets: type=" + type + ", routingId="
                    + routingId.getExpressionString());
        }
        if (topic != null || routingId != null) {
            this.context = ExpressionUtils.createStandardEvaluationContext(beanFactory);
        }
    }

    /** {@return the frames to send} */
    ZmqMessage write(Message<?> message, ZmqMessage payload) {
        Map<String, ?> headers = headers(message);
        return wrapTopic && headers.get(ZmqHeaders.TOPIC) != null
                ? EnvelopeHeaders.write(type, headers, EMPTY.followedBy(payload))
                : EnvelopeHeaders.write(type, headers, payload);
    }

    private Map<String, ?> headers(Message<?> message) {
        Expression expression = topic != null ? topic : routingId;
        Object value = expression == null ? null : expression.getValue(context, message);
        if (value == null) {
            return message.getHeaders();
        }
        return Map.of(topic != null ? ZmqHeaders.TOPIC : ZmqHeaders.ROUTING_ID, value);
    }
}
