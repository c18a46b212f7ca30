package io.zmqspring.integration.outbound;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqException;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.AdapterSocketSettings;
import io.zmqspring.integration.support.MappingSettings;
import io.zmqspring.integration.support.MessageMapping;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.Expression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.integration.handler.AbstractMessageHandler;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * Outbound channel adapter: sends each message through a socket, from the calling thread; any number of threads may
 * call. Payloads: {@code byte[]}, {@code String} (UTF-8), {@link java.nio.ByteBuffer}, {@link
 * ZmqMessage}, {@code List<byte[]>}, or whatever a converter or mapper takes.
 *
 * <p>A PUB or XPUB publishes under the topic that an {@link #setTopicExpression expression} gives, else under that in
 * header {@link ZmqHeaders#TOPIC}. A ROUTER sends to the peer that an {@link #setRoutingIdExpression expression} gives,
 * else to that in {@link ZmqHeaders#REPLY_TO} or {@link ZmqHeaders#ROUTING_ID}, which an inbound adapter has set. See
 * {@link EnvelopeHeaders}.
 *
 * <p>A message is sent when it is queued for a peer. When no peer has room within the send timeout the caller gets a
 * {@link MessageTimeoutException}, when the adapter or its socket is closed a {@link MessageDeliveryException}; in both
 * cases the message was not queued.
 *
 * <p>Its consumer endpoint starts and stops it. A socket made here is closed at stop, after what is queued was sent or
 * {@link SocketOptions#linger()} is over, and opened again at start; a given socket is left open.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqMessageHandler extends AbstractMessageHandler
        implements AdapterSocketSettings, MappingSettings, ManageableLifecycle {

    private final AdapterSocket adapterSocket;
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private final MessageMapping mapping = new MessageMapping();
    private final EnvelopeExpressions expressions;
    private ZmqMessageMapper mapper = mapping.forSending();
    private @Nullable Duration sendTimeout = Duration.ofMillis(IntegrationContextUtils.DEFAULT_TIMEOUT);
    private volatile @Nullable ZmqSocket socket;

    /**
     * Sends through a socket that others open and close.
     *
     * @param socket a socket that sends
     * @throws IllegalArgumentException when the socket does not send
     */
    public ZmqMessageHandler(ZmqSocket socket) {
        this(AdapterSocket.given(socket));
    }

    /**
     * Sends through a PUSH socket of its own.
     *
     * @param context creates the socket
     */
    public ZmqMessageHandler(ZmqContext context) {
        this(context, SocketType.PUSH);
    }

    /**
     * Sends through a socket of its own.
     *
     * @param context creates the socket
     * @param type a type that sends
     * @throws IllegalArgumentException when sockets of this type do not send
     */
    public ZmqMessageHandler(ZmqContext context, SocketType type) {
        this(AdapterSocket.own(context, type));
    }

    private ZmqMessageHandler(AdapterSocket adapterSocket) {
        if (!adapterSocket.type().sends()) {
            throw new IllegalArgumentException(
                    "an outbound channel adapter needs a socket that sends: type=" + adapterSocket.type());
        }
        this.adapterSocket = adapterSocket;
        this.expressions = new EnvelopeExpressions(adapterSocket.type());
    }

    /**
     * Sets how long the calling thread waits for a peer that has room.
     *
     * @param timeout zero or more, by default 30 seconds; {@code null} is the socket's {@link
     *     SocketOptions#sendTimeout()}
     * @throws IllegalArgumentException when it is negative
     */
    public void setSendTimeout(@Nullable Duration timeout) {
        if (timeout != null && timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is zero or more: sendTimeout=" + timeout);
        }
        this.sendTimeout = timeout;
    }

    /**
     * Sets the topic that a PUB or XPUB publishes under.
     *
     * @param topic in UTF-8
     */
    public void setTopic(String topic) {
        setTopicExpression(new LiteralExpression(topic));
    }

    /**
     * Sets the expression for the topic that a PUB or XPUB publishes a message under.
     *
     * @param expression gives a {@code String} (UTF-8) or {@code byte[]}; {@code null} stands for the topic in header
     *     {@link ZmqHeaders#TOPIC}, if there is one
     */
    public void setTopicExpression(Expression expression) {
        expressions.setTopic(expression);
    }

    /**
     * As {@link #setTopicExpression(Expression)}.
     *
     * @param expression in the Spring expression language, with the message as root
     */
    public void setTopicExpressionString(String expression) {
        setTopicExpression(EXPRESSION_PARSER.parseExpression(expression));
    }

    /**
     * Sets whether an empty frame stands between topic and body, as the inbound adapter of spring-integration-zeromq
     * takes one off by default. Other subscribers see it as part of the body.
     *
     * @param wrapTopic by default {@code false}
     */
    public void setWrapTopic(boolean wrapTopic) {
        expressions.setWrapTopic(wrapTopic);
    }

    /**
     * Sets the expression for the peer that a ROUTER sends a message to.
     *
     * @param expression gives a {@link io.zmqspring.core.option.RoutingId}, {@code byte[]} or {@code String} (UTF-8);
     *     {@code null} stands for the peer in the headers
     */
    public void setRoutingIdExpression(Expression expression) {
        expressions.setRoutingId(expression);
    }

    /**
     * As {@link #setRoutingIdExpression(Expression)}.
     *
     * @param expression in the Spring expression language, with the message as root
     */
    public void setRoutingIdExpressionString(String expression) {
        setRoutingIdExpression(EXPRESSION_PARSER.parseExpression(expression));
    }

    @Override
    public AdapterSocket adapterSocket() {
        return adapterSocket;
    }

    @Override
    public MessageMapping mapping() {
        return mapping;
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-channel-adapter";
    }

    @Override
    protected void onInit() {
        super.onInit();
        adapterSocket.validate();
        expressions.initialize(getBeanFactory());
        this.mapper = mapping.forSending();
    }

    /**
     * Binds and connects. Does nothing while running.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; the adapter is then not
     *         running
     */
    @Override
    public void start() {
        lifecycleLock.lock();
        try {
            if (socket == null) {
                String name = getComponentName();
                this.socket = adapterSocket.start(name != null ? name : getComponentType());
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public void stop() {
        lifecycleLock.lock();
        try {
            this.socket = null;
            adapterSocket.stop();
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return socket != null;
    }

    @Override
    public void destroy() {
        stop();
        super.destroy();
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        if (!(socket instanceof MultipartSender sender)) {
            throw new MessageDeliveryException(message, this + " is not running");
        }
        ZmqMessage frames = expressions.write(message, mapper.fromMessage(message));
        try {
            if (!send(sender, frames)) {
                throw new MessageTimeoutException(message, sender + ": no peer had room within " + sendTimeout);
            }
        } catch (ZmqTimeoutException ex) {
            throw new MessageTimeoutException(message, "not sent: " + ex.getMessage(), ex);
        } catch (ZmqException ex) {
            throw new MessageDeliveryException(message, "not sent: " + ex.getMessage(), ex);
        }
    }

    private boolean send(MultipartSender sender, ZmqMessage frames) {
        Duration timeout = sendTimeout;
        if (timeout != null) {
            return sender.send(frames, timeout);
        }
        sender.send(frames);
        return true;
    }
}
