package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.outbound.ZmqMessageHandler;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.dsl.MessageHandlerSpec;
import org.springframework.integration.expression.FunctionExpression;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;

/** Describes a {@link ZmqMessageHandler}. */
public final class ZmqMessageHandlerSpec extends MessageHandlerSpec<ZmqMessageHandlerSpec, ZmqMessageHandler> {

    ZmqMessageHandlerSpec(ZmqMessageHandler handler) {
        this.target = handler;
    }

    /**
     * Names the handler's bean.
     *
     * @param id the bean name
     * @return this spec
     */
    @Override
    public ZmqMessageHandlerSpec id(String id) {
        target.setBeanName(id);
        return super.id(id);
    }

    /**
     * Listens on endpoints.
     *
     * @param endpoints see {@link ZmqMessageHandler#setBind}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageHandlerSpec bind(String... endpoints) {
        target.setBind(endpoints);
        return this;
    }

    /**
     * Connects to endpoints.
     *
     * @param endpoints see {@link ZmqMessageHandler#setConnect}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageHandlerSpec connect(String... endpoints) {
        target.setConnect(endpoints);
        return this;
    }

    /**
     * Sets the options of the socket.
     *
     * @param options see {@link ZmqMessageHandler#setSocketOptions}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageHandlerSpec socketOptions(SocketOptions options) {
        target.setSocketOptions(options);
        return this;
    }

    /**
     * Sets how long a sender waits for a peer that has room.
     *
     * @param timeout see {@link ZmqMessageHandler#setSendTimeout}
     * @return this spec
     */
    public ZmqMessageHandlerSpec sendTimeout(@Nullable Duration timeout) {
        target.setSendTimeout(timeout);
        return this;
    }

    /**
     * Publishes under a topic.
     *
     * @param topic see {@link ZmqMessageHandler#setTopic}
     * @return this spec
     */
    public ZmqMessageHandlerSpec topic(String topic) {
        target.setTopic(topic);
        return this;
    }

    /**
     * Publishes each message under the topic that an expression gives.
     *
     * @param expression see {@link ZmqMessageHandler#setTopicExpressionString}
     * @return this spec
     */
    public ZmqMessageHandlerSpec topicExpression(String expression) {
        target.setTopicExpressionString(expression);
        return this;
    }

    /**
     * Publishes each message under the topic that a function gives.
     *
     * @param function see {@link ZmqMessageHandler#setTopicExpression}
     * @return this spec
     */
    public ZmqMessageHandlerSpec topicFunction(Function<Message<?>, ?> function) {
        target.setTopicExpression(new FunctionExpression<>(function));
        return this;
    }

    /**
     * Puts an empty frame between topic and body.
     *
     * @param wrapTopic see {@link ZmqMessageHandler#setWrapTopic}
     * @return this spec
     */
    public ZmqMessageHandlerSpec wrapTopic(boolean wrapTopic) {
        target.setWrapTopic(wrapTopic);
        return this;
    }

    /**
     * Sends each message to the peer that an expression gives.
     *
     * @param expression see {@link ZmqMessageHandler#setRoutingIdExpressionString}
     * @return this spec
     */
    public ZmqMessageHandlerSpec routingIdExpression(String expression) {
        target.setRoutingIdExpressionString(expression);
        return this;
    }

    /**
     * Sends each message to the peer that a function gives.
     *
     * @param function see {@link ZmqMessageHandler#setRoutingIdExpression}
     * @return this spec
     */
    public ZmqMessageHandlerSpec routingIdFunction(Function<Message<?>, ?> function) {
        target.setRoutingIdExpression(new FunctionExpression<>(function));
        return this;
    }

    /**
     * Maps headers to a frame of their own.
     *
     * @param headerMapper see {@link ZmqMessageHandler#setHeaderMapper}
     * @return this spec
     */
    public ZmqMessageHandlerSpec headerMapper(HeaderMapper<Map<String, String>> headerMapper) {
        target.setHeaderMapper(headerMapper);
        return this;
    }

    /**
     * Converts each payload to a frame.
     *
     * @param converter see {@link ZmqMessageHandler#setMessageConverter}
     * @return this spec
     */
    public ZmqMessageHandlerSpec messageConverter(MessageConverter converter) {
        target.setMessageConverter(converter);
        return this;
    }

    /**
     * Maps each message to a frame.
     *
     * @param bytesMapper see {@link ZmqMessageHandler#setBytesMessageMapper}
     * @return this spec
     */
    public ZmqMessageHandlerSpec bytesMessageMapper(BytesMessageMapper bytesMapper) {
        target.setBytesMessageMapper(bytesMapper);
        return this;
    }

    /**
     * Maps each message to its frames.
     *
     * @param messageMapper see {@link ZmqMessageHandler#setMessageMapper}
     * @return this spec
     */
    public ZmqMessageHandlerSpec messageMapper(ZmqMessageMapper messageMapper) {
        target.setMessageMapper(messageMapper);
        return this;
    }
}
