package io.zmqspring.integration.inbound;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.ReceiveLoop;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.RawFramesErrorMessageStrategy;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.core.AttributeAccessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.context.OrderlyShutdownCapable;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;

/**
 * Inbound channel adapter: sends each message that a socket receives to the output channel. One thread waits in the
 * engine and runs the flow up to the first asynchronous channel; while the flow is busy, messages queue up to the
 * socket's {@link SocketOptions#receiveHwm()} and then at the peer. Order is kept.
 *
 * <p>The payload is what stands behind the {@link Envelope}; the envelope is in the headers {@link ZmqHeaders#TOPIC},
 * {@link ZmqHeaders#ROUTING_ID} and {@link ZmqHeaders#REPLY_TO}. With the last an outbound adapter on the same ROUTER
 * answers.
 *
 * <p>A message that cannot be converted, or whose flow fails, goes to the error channel with the received frames
 * ({@link ZmqHeaders#RAW_MESSAGE}); without an error channel the failure is logged. The adapter goes on either way.
 *
 * <p>Stop and start again as often as you like. At stop, what had arrived is still handed over, for as long as
 * {@link #setShutdownTimeout} says; a paused adapter leaves it in the socket. A socket made here is then closed, and
 * opened again at start with the port that a wildcard bind had. A given socket is left open. While a given {@link
 * io.zmqspring.core.lifecycle.RestartableSocket} is stopped, the adapter runs and waits for its next start.
 */
public class ZmqMessageProducer extends MessageProducerSupport implements Pausable, OrderlyShutdownCapable {

    private static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private final AdapterSocket adapterSocket;
    private final ThreadLocal<ZmqMessage> received = new ThreadLocal<>();
    private ZmqMessageMapper mapper = ZmqMessageMapper.of(PayloadMode.NATURAL);
    private @Nullable MessageConverter converter;
    private @Nullable Class<?> payloadType;
    private Duration shutdownTimeout = DEFAULT_SHUTDOWN_TIMEOUT;
    private @Nullable Executor taskExecutor;
    private final ReentrantLock pauseLock = new ReentrantLock();
    private volatile boolean paused;
    private volatile @Nullable ReceiveLoop loop;
    private long run;

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
     * Sets the payload type of messages that are not converted. Replaces every mapper and converter set before.
     *
     * @param mode by default {@link PayloadMode#NATURAL}
     */
    public void setPayloadMode(PayloadMode mode) {
        setMessageMapper(ZmqMessageMapper.of(mode));
    }

    /**
     * Sets the converter from a single-frame message to a payload; needs a {@link #setPayloadType payload type}.
     * Replaces every mapper and converter set before.
     *
     * @param converter its {@link MessageConverter#fromMessage} is called with a {@code byte[]} payload
     */
    public void setMessageConverter(MessageConverter converter) {
        this.converter = converter;
    }

    /**
     * Sets the type of payload that a {@link #setMessageConverter message converter} creates.
     *
     * @param payloadType what to convert to
     */
    public void setPayloadType(Class<?> payloadType) {
        this.payloadType = payloadType;
    }

    /**
     * Sets the mapper from a single frame to a message. Replaces every mapper and converter set before.
     *
     * @param bytesMapper called with the frame's bytes
     */
    public void setBytesMessageMapper(BytesMessageMapper bytesMapper) {
        setMessageMapper(ZmqMessageMapper.of(bytesMapper));
    }

    /**
     * Sets the mapper from all frames to a message. Replaces every mapper and converter set before.
     *
     * @param messageMapper called with all frames
     */
    public void setMessageMapper(ZmqMessageMapper messageMapper) {
        this.mapper = messageMapper;
        this.converter = null;
    }

    /**
     * Sets the executor of the only task of this adapter, which occupies a thread from start to stop.
     *
     * @param executor by default one new thread at each start, named after this bean
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
        MessageConverter converting = converter;
        if (converting != null) {
            Class<?> type = payloadType;
            if (type == null) {
                throw new IllegalStateException(
                        "a message converter needs the type to convert to: payloadType=null, converter=" + converting);
            }
            this.mapper = ZmqMessageMapper.of(converting, type);
        }
    }

    /**
     * Binds, connects and begins to receive.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; the adapter is then not
     *         running
     */
    @Override
    protected void doStart() {
        ReceiveLoop starting;
        pauseLock.lock();
        try {
            ReceiveLoop previous = loop;
            if (previous != null) {
                previous.requestStop();
            }
            String name = getComponentName();
            starting = newLoop(adapterSocket.start(name != null ? name : getComponentType()));
        } finally {
            pauseLock.unlock();
        }
        starting.start(executor());
    }

    /**
     * Stops listening, hands over what had arrived and closes the socket if it is the adapter's own. Called by the flow
     * itself it returns at once, and the rest happens when the flow has returned.
     */
    @Override
    protected void doStop() {
        adapterSocket.stopListening();
        ReceiveLoop stopping = loop;
        if (stopping != null) {
            stopping.stop(shutdownTimeout);
            if (!stopping.isWorker()) {
                ended(stopping);
            }
        }
        super.doStop();
    }

    /**
     * Takes no further message off the socket, also over a stop and a start, until {@link #resume}. When this returns,
     * at most one message is still on its way through the flow.
     */
    @Override
    public void pause() {
        pauseLock.lock();
        try {
            this.paused = true;
            ReceiveLoop running = loop;
            if (running != null) {
                running.pause();
            }
        } finally {
            pauseLock.unlock();
        }
    }

    @Override
    public void resume() {
        pauseLock.lock();
        try {
            this.paused = false;
            ReceiveLoop running = loop;
            if (running != null) {
                running.resume();
            }
        } finally {
            pauseLock.unlock();
        }
    }

    @Override
    public boolean isPaused() {
        return paused;
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

    private ReceiveLoop newLoop(ZmqSocket socket) {
        long thisRun = ++run;
        ReceiveLoop created = ReceiveLoop.builder(socket, this::onMessage)
                .paused(paused)
                .onFailure(this::onUnexpectedEnd)
                .onEnd(() -> ended(thisRun))
                .build();
        this.loop = created;
        return created;
    }

    /** Closes the adapter's own socket, unless a later run uses it already. */
    private void ended(long endedRun) {
        pauseLock.lock();
        try {
            if (endedRun == run) {
                this.loop = null;
                adapterSocket.stop();
            }
        } finally {
            pauseLock.unlock();
        }
    }

    private void ended(ReceiveLoop ended) {
        pauseLock.lock();
        try {
            if (ended == loop) {
                ended(run);
            }
        } finally {
            pauseLock.unlock();
        }
    }

    private Executor executor() {
        Executor executor = taskExecutor;
        return executor != null ? executor : new SimpleAsyncTaskExecutor(getComponentName() + "-");
    }

    private void onMessage(ZmqMessage frames) {
        received.set(frames);
        try {
            handOver(frames);
        } catch (Throwable ex) {
            logger.error(ex, () -> "not handled by the flow behind " + this + ": " + frames);
        } finally {
            received.remove();
        }
    }

    private void handOver(ZmqMessage frames) {
        Envelope envelope = Envelope.of(adapterSocket.type());
        Map<String, Object> headers = new HashMap<>();
        headers.put(ZmqHeaders.SOCKET_TYPE, adapterSocket.type());
        headers.put(ZmqHeaders.FRAME_COUNT, frames.frameCount());
        EnvelopeHeaders.read(envelope, frames, headers::put);
        Message<?> message;
        try {
            message = mapper.toMessage(envelope.payload(frames), headers);
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
        new Thread(this::stop, getComponentName() + "-stop").start();
    }
}
