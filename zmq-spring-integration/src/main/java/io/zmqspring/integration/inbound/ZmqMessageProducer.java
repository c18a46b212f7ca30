package io.zmqspring.integration.inbound;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterLoop;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.AsyncStop;
import io.zmqspring.integration.support.EndpointHeaders;
import io.zmqspring.integration.support.InboundMapping;
import io.zmqspring.integration.support.MessageMapping;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.RawFramesErrorMessageStrategy;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.AttributeAccessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.context.OrderlyShutdownCapable;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;

/**
 * Inbound channel adapter: sends each message that a socket receives to the output channel. One thread waits in the
 * engine and runs the flow up to the first asynchronous channel, or more with {@link #setConcurrency}; while the flow
 * is busy, messages queue up to the socket's {@link SocketOptions#receiveHwm()} and then at the peer. One thread keeps
 * the order.
 *
 * <p>The payload is what stands behind the {@link Envelope}; the envelope is in the headers {@link ZmqHeaders#TOPIC},
 * {@link ZmqHeaders#ROUTING_ID} and {@link ZmqHeaders#REPLY_TO}. With the last an outbound adapter on the same ROUTER
 * answers. {@link ZmqHeaders#PEER} and {@link ZmqHeaders#PEER_ADDRESS} say which peer sent the message,
 * {@link ZmqHeaders#RECEIVED_SOCKET} and {@link ZmqHeaders#SOCKET_TYPE} which socket received it.
 *
 * <p>A message that cannot be converted, or whose flow fails, goes to the error channel with the received frames
 * ({@link ZmqHeaders#RAW_MESSAGE}); without an error channel the failure is logged. The adapter goes on either way.
 *
 * <p>Stop and start again as often as you like. At stop, what had arrived is still handed over, for as long as
 * {@link #setShutdownTimeout} says; a paused adapter leaves it in the socket. Adapters of one phase stop side by side.
 * A socket made here is then closed, and opened again at start with the port that a wildcard bind had. A given socket
 * is left open. While a given {@link io.zmqspring.core.lifecycle.RestartableSocket} is stopped, the adapter runs and
 * waits for its next start.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqMessageProducer extends MessageProducerSupport implements Pausable, OrderlyShutdownCapable {

    private static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private final AdapterSocket adapterSocket;
    private final AdapterLoop loop;
    private final MessageMapping mapping = new MessageMapping();
    private final ThreadLocal<@Nullable ZmqMessage> received = new ThreadLocal<>();
    private boolean unwrapTopic;
    private int concurrency = 1;
    private Duration shutdownTimeout = DEFAULT_SHUTDOWN_TIMEOUT;
    private @Nullable Executor taskExecutor;
    private InboundMapping inbound;

    /**
     * Receives on a socket that others open and close. While this adapter runs it competes with every other receiver of
     * it.
     *
     * @param socket a socket that receives; the topics of a subscriber are its own
     * @throws IllegalArgumentException when the socket does not receive
     */
    public ZmqMessageProducer(ZmqSocket socket) {
        this(AdapterSocket.given(socket));
    }

    /**
     * Receives on a PULL socket of its own.
     *
     * @param context makes the socket
     */
    public ZmqMessageProducer(ZmqContext context) {
        this(context, SocketType.PULL);
    }

    /**
     * Receives on a socket of its own.
     *
     * @param context makes the socket
     * @param type a type that receives
     * @throws IllegalArgumentException when sockets of this type do not receive
     */
    public ZmqMessageProducer(ZmqContext context, SocketType type) {
        this(AdapterSocket.own(context, type));
    }

    @SuppressWarnings("this-escape")
    private ZmqMessageProducer(AdapterSocket adapterSocket) {
        if (!adapterSocket.type().receives()) {
            throw new IllegalArgumentException(
                    "an inbound channel adapter needs a socket that receives: type=" + adapterSocket.type());
        }
        this.adapterSocket = adapterSocket;
        this.loop = new AdapterLoop(adapterSocket, this::onMessage, this::onUnexpectedEnd);
        this.inbound = new InboundMapping(adapterSocket, getComponentType(), false, mapping.forSending());
        super.setErrorMessageStrategy(new RawFramesErrorMessageStrategy());
    }

    /**
     * Sets the options of the adapter's own socket.
     *
     * @param options its settings, by default {@link SocketOptions#defaults()}
     * @throws IllegalStateException when the socket was given
     */
    public void setSocketOptions(SocketOptions options) {
        adapterSocket.setOptions(options);
    }

    /**
     * Sets where the adapter's own socket listens.
     *
     * @param endpoints for example {@code tcp://127.0.0.1:5555}, or {@code tcp://*:*} for any free port
     * @throws IllegalStateException when the socket was given
     */
    public void setBind(String... endpoints) {
        adapterSocket.setBindEndpoints(endpoints);
    }

    /**
     * Sets where the adapter's own socket connects to.
     *
     * @param endpoints for example {@code tcp://localhost:5555}
     * @throws IllegalStateException when the socket was given
     */
    public void setConnect(String... endpoints) {
        adapterSocket.setConnectEndpoints(endpoints);
    }

    /**
     * Sets what the adapter's own SUB or XSUB socket subscribes to, by default everything.
     *
     * @param topics the beginnings of messages that are wanted, in UTF-8; an empty one is everything
     * @throws IllegalStateException when the socket was given
     */
    public void setTopics(String... topics) {
        adapterSocket.setTopics(topics);
    }

    /**
     * Subscribes to further topics, at any time. What was subscribed to before stays; a socket without topics has
     * subscribed to {@code ""}, that is everything.
     *
     * @param topics the beginnings of messages that are wanted, in UTF-8
     * @throws IllegalStateException when the socket is neither a SUB nor an XSUB
     */
    @ManagedOperation
    public void subscribeToTopics(String... topics) {
        adapterSocket.subscribe(topics);
    }

    /**
     * Cancels one subscription to each topic, at any time; nothing happens where there is none.
     *
     * @param topics as they were subscribed to
     * @throws IllegalStateException when the socket is neither a SUB nor an XSUB
     */
    @ManagedOperation
    public void unsubscribeFromTopics(String... topics) {
        adapterSocket.unsubscribe(topics);
    }

    /** {@return the topics that were set and subscribed to here; of a given socket those subscribed to here} */
    @ManagedAttribute
    public List<String> getTopics() {
        return adapterSocket.topics();
    }

    /**
     * Sets whether an empty frame between topic and body is taken off, as the outbound adapter of
     * spring-integration-zeromq sends one by default.
     *
     * @param unwrapTopic by default {@code false}
     */
    public void setUnwrapTopic(boolean unwrapTopic) {
        this.unwrapTopic = unwrapTopic;
    }

    /**
     * Sets the payload type of messages that are not converted. Replaces every mapper and converter set before.
     *
     * @param mode by default {@link PayloadMode#NATURAL}
     */
    public void setPayloadMode(PayloadMode mode) {
        mapping.setMode(mode);
    }

    /**
     * Sets the converter from a single-frame message to a payload; needs a {@link #setPayloadType payload type}.
     * Replaces every mapper and converter set before.
     *
     * @param converter its {@link MessageConverter#fromMessage} is called with a {@code byte[]} payload
     */
    public void setMessageConverter(MessageConverter converter) {
        mapping.setConverter(converter);
    }

    /**
     * Sets the type of payload that a {@link #setMessageConverter message converter} creates.
     *
     * @param payloadType what to convert to
     */
    public void setPayloadType(Class<?> payloadType) {
        mapping.setPayloadType(payloadType);
    }

    /**
     * Sets the mapper from a single frame to a message. Replaces every mapper and converter set before.
     *
     * @param bytesMapper called with the frame's bytes
     */
    public void setBytesMessageMapper(BytesMessageMapper bytesMapper) {
        mapping.setBytesMapper(bytesMapper);
    }

    /**
     * Sets the mapper from all frames to a message. Replaces every mapper and converter set before.
     *
     * @param messageMapper called with all frames
     */
    public void setMessageMapper(ZmqMessageMapper messageMapper) {
        mapping.setMapper(messageMapper);
    }

    /**
     * Sets what takes headers out of a {@link io.zmqspring.core.message.HeaderFrame} ahead of the payload. Goes with
     * any mapper or converter.
     *
     * @param headerMapper for example a {@link io.zmqspring.integration.support.DefaultZmqHeaderMapper}; by default
     *     {@code null}: the frame belongs to the payload
     */
    public void setHeaderMapper(@Nullable HeaderMapper<Map<String, String>> headerMapper) {
        mapping.setHeaderMapper(headerMapper);
    }

    /**
     * Sets how many threads receive and run the flow. More than one is for flows that block.
     *
     * @param concurrency 1 or more, by default 1, which keeps the order of messages
     * @throws IllegalArgumentException when it is less
     */
    public void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency=" + concurrency + " is out of range: allowed is 1 or more");
        }
        this.concurrency = concurrency;
    }

    /**
     * Sets the executor of the threads that receive, which are occupied from start to stop.
     *
     * @param executor by default new threads at each start, named after this bean
     */
    public void setTaskExecutor(Executor executor) {
        this.taskExecutor = executor;
    }

    /**
     * Sets how long stop waits for the flow to handle what had arrived.
     *
     * @param timeout zero or more, by default 10 seconds; then the flow is interrupted, and further messages stay in a
     *         given socket and are dropped with a socket of the adapter's own
     * @throws IllegalArgumentException when it is negative
     */
    public void setShutdownTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is zero or more: shutdownTimeout=" + timeout);
        }
        this.shutdownTimeout = timeout;
    }

    @Override
    public String getComponentType() {
        return "zmq:inbound-channel-adapter";
    }

    /** {@return the type of the socket} */
    public SocketType getSocketType() {
        return adapterSocket.type();
    }

    /**
     * Lists where the socket listens, with real ports and paths; also while the adapter is stopped.
     *
     * @return the endpoints, in the order they were set; empty before the first start, or when the socket only connects
     */
    @ManagedAttribute
    public List<String> getBoundEndpoints() {
        return adapterSocket.boundEndpoints();
    }

    /** {@return the first of {@link #getBoundEndpoints()}, or {@code null} when there is none} */
    public @Nullable String getBoundEndpoint() {
        List<String> endpoints = getBoundEndpoints();
        return endpoints.isEmpty() ? null : endpoints.get(0);
    }

    @Override
    protected void onInit() {
        super.onInit();
        adapterSocket.validate();
        this.inbound = new InboundMapping(adapterSocket, name(), unwrapTopic, mapping.forReceiving());
    }

    /**
     * Binds, connects and begins to receive.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; the adapter is then not
     *         running
     */
    @Override
    protected void doStart() {
        loop.start(name(), concurrency, executor());
    }

    /**
     * Stops listening, hands over what had arrived and closes the socket if it is the adapter's own. Called by the flow
     * itself it returns at once, and the rest happens when the flow has returned.
     */
    @Override
    protected void doStop() {
        loop.stop(shutdownTimeout);
        super.doStop();
    }

    /** Stops on a thread of its own, so that several adapters stop side by side; the flow's thread stops at once. */
    @Override
    protected void doStop(Runnable callback) {
        if (loop.isWorker()) {
            super.doStop(callback);
            return;
        }
        Runnable stopping = loop.stopping(shutdownTimeout);
        super.doStop();
        AsyncStop.run(name(), stopping, callback);
    }

    /**
     * Takes no further message off the socket, also over a stop and a start, until {@link #resume}. When this returns,
     * each thread has at most one message that is still on its way through the flow.
     */
    @Override
    public void pause() {
        loop.pause();
    }

    @Override
    public void resume() {
        loop.resume();
    }

    @Override
    public boolean isPaused() {
        return loop.isPaused();
    }

    /** Stops the adapter; nothing is in progress when it returns within the shutdown timeout. */
    @Override
    public int beforeShutdown() {
        stop();
        return 0;
    }

    @Override
    public int afterShutdown() {
        return 0;
    }

    @Override
    protected AttributeAccessor getErrorMessageAttributes(@Nullable Message<?> message) {
        AttributeAccessor attributes = super.getErrorMessageAttributes(message);
        attributes.setAttribute(ZmqHeaders.RAW_MESSAGE, received.get());
        return attributes;
    }

    private String name() {
        String name = getComponentName();
        return name != null ? name : getComponentType();
    }

    private Executor executor() {
        Executor executor = taskExecutor;
        return executor != null ? executor : new SimpleAsyncTaskExecutor(name() + "-");
    }

    private void onMessage(ZmqMessage frames) {
        received.set(frames);
        try {
            handOver(frames);
        } catch (Throwable ex) {
            logger.error(ex, () -> "not handled by the flow behind " + this + ": " + frames);
        } finally {
            received.set(null);
        }
    }

    private void handOver(ZmqMessage frames) {
        EndpointHeaders headers = inbound.headers(frames);
        Message<?> message;
        try {
            message = inbound.toMessage(frames, headers);
        } catch (Throwable ex) {
            Message<?> unconverted = new GenericMessage<>(frames, headers);
            fail(unconverted, new MessageConversionException(unconverted, this + " cannot convert a message", ex));
            return;
        }
        try {
            sendMessage(message);
        } catch (Error ex) {
            fail(message, new MessageHandlingException(message, "the flow behind " + this + " failed", ex));
        }
    }

    private void fail(Message<?> message, MessagingException failure) {
        if (!sendErrorMessageIfNecessary(message, failure)) {
            throw failure;
        }
    }

    private void onUnexpectedEnd(Throwable reason) {
        logger.error(reason, () -> this + " stops: its socket can no longer receive");
        // Not on this thread: a thread that holds the lock of the lifecycle may wait for it to end.
        new Thread(this::stop, name() + "-stop").start();
    }
}
