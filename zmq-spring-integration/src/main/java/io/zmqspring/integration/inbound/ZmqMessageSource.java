package io.zmqspring.integration.inbound;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.EndpointHeaders;
import io.zmqspring.integration.support.InboundMapping;
import io.zmqspring.integration.support.MessageMapping;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.AbstractMessageSource;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;

/**
 * Polled source: gives a poller the messages of a socket, one a call, when the poller wants them. Transactions, advice
 * and the rate are the poller's; what is not polled waits in the socket and then at the peers. Payload and headers are
 * those of {@link ZmqMessageProducer}, which is faster and needs no poller.
 *
 * <p>A message that cannot be converted is a failure of the poll, with the received frames in header {@link
 * ZmqHeaders#RAW_MESSAGE} of its failed message; it is not received again.
 *
 * <p>Its polling endpoint starts and stops it. A socket made here is closed at stop, with what was not polled, and
 * opened again at start with the port that a wildcard bind had. A given socket is left open; while it is stopped there
 * is no message.
 */
@ManagedResource
public class ZmqMessageSource extends AbstractMessageSource<Object> implements Pausable {

    private final AdapterSocket adapterSocket;
    private final MessageMapping mapping = new MessageMapping();
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private boolean unwrapTopic;
    private Duration receiveTimeout = Duration.ZERO;
    private InboundMapping inbound;
    private volatile boolean paused;
    private volatile @Nullable ZmqSocket socket;

    /**
     * Receives on a socket that others open and close.
     *
     * @param socket a socket that receives; the topics of a subscriber are its own
     * @throws IllegalArgumentException when the socket does not receive
     */
    public ZmqMessageSource(ZmqSocket socket) {
        this(AdapterSocket.given(socket));
    }

    /**
     * Receives on a PULL socket of its own.
     *
     * @param context makes the socket
     */
    public ZmqMessageSource(ZmqContext context) {
        this(context, SocketType.PULL);
    }

    /**
     * Receives on a socket of its own.
     *
     * @param context makes the socket
     * @param type a type that receives
     * @throws IllegalArgumentException when sockets of this type do not receive
     */
    public ZmqMessageSource(ZmqContext context, SocketType type) {
        this(AdapterSocket.own(context, type));
    }

    private ZmqMessageSource(AdapterSocket adapterSocket) {
        if (!adapterSocket.type().receives()) {
            throw new IllegalArgumentException(
                    "a message source needs a socket that receives: type=" + adapterSocket.type());
        }
        this.adapterSocket = adapterSocket;
        this.inbound = new InboundMapping(adapterSocket, "source", false, mapping.forSending());
    }

    /**
     * Sets the options of the source's own socket.
     *
     * @param options its settings, by default {@link SocketOptions#defaults()}
     * @throws IllegalStateException when the socket was given
     */
    public void setSocketOptions(SocketOptions options) {
        adapterSocket.setOptions(options);
    }

    /**
     * Sets where the source's own socket listens.
     *
     * @param endpoints for example {@code tcp://127.0.0.1:5555}, or {@code tcp://*:*} for any free port
     * @throws IllegalStateException when the socket was given
     */
    public void setBind(String... endpoints) {
        adapterSocket.setBindEndpoints(endpoints);
    }

    /**
     * Sets where the source's own socket connects to.
     *
     * @param endpoints for example {@code tcp://localhost:5555}
     * @throws IllegalStateException when the socket was given
     */
    public void setConnect(String... endpoints) {
        adapterSocket.setConnectEndpoints(endpoints);
    }

    /**
     * Sets what the source's own SUB or XSUB socket subscribes to, by default everything.
     *
     * @param topics the beginnings of messages that are wanted, in UTF-8; an empty one is everything
     * @throws IllegalStateException when the socket was given
     */
    public void setTopics(String... topics) {
        adapterSocket.setTopics(topics);
    }

    /**
     * As {@link ZmqMessageProducer#subscribeToTopics}.
     *
     * @param topics the beginnings of messages that are wanted, in UTF-8
     * @throws IllegalStateException when the socket is neither a SUB nor an XSUB
     */
    @ManagedOperation
    public void subscribeToTopics(String... topics) {
        adapterSocket.subscribe(topics);
    }

    /**
     * As {@link ZmqMessageProducer#unsubscribeFromTopics}.
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
     * Sets whether an empty frame between topic and body is taken off, see {@link ZmqMessageProducer#setUnwrapTopic}.
     *
     * @param unwrapTopic by default {@code false}
     */
    public void setUnwrapTopic(boolean unwrapTopic) {
        this.unwrapTopic = unwrapTopic;
    }

    /**
     * Sets how long a poll waits for a message, on the poller's thread.
     *
     * @param timeout zero or more, by default zero: it takes what is there
     * @throws IllegalArgumentException when it is negative
     */
    public void setReceiveTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is zero or more: receiveTimeout=" + timeout);
        }
        this.receiveTimeout = timeout;
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
     * Sets what takes headers out of a {@link io.zmqspring.core.message.HeaderFrame} ahead of the payload, see {@link
     * ZmqMessageProducer#setHeaderMapper}.
     *
     * @param headerMapper by default {@code null}
     */
    public void setHeaderMapper(@Nullable HeaderMapper<Map<String, String>> headerMapper) {
        mapping.setHeaderMapper(headerMapper);
    }

    @Override
    public String getComponentType() {
        return "zmq:polled-inbound-channel-adapter";
    }

    /** {@return the type of the socket} */
    public SocketType getSocketType() {
        return adapterSocket.type();
    }

    /**
     * Lists where the socket listens, with real ports and paths; also while the source is stopped.
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
     * Binds and connects. Does nothing while running.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; the source is then not
     *         running
     */
    @Override
    public void start() {
        lifecycleLock.lock();
        try {
            if (socket == null) {
                socket = adapterSocket.start(name());
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public void stop() {
        lifecycleLock.lock();
        try {
            socket = null;
            adapterSocket.stop();
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return socket != null;
    }

    /** Gives no further message, until {@link #resume}; what arrives waits in the socket. */
    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public void destroy() {
        stop();
        super.destroy();
    }

    @Override
    protected @Nullable Object doReceive() {
        if (paused || !(socket instanceof MultipartReceiver receiver)) {
            return null;
        }
        ZmqMessage received = receive(receiver);
        if (received == null) {
            return null;
        }
        EndpointHeaders headers = inbound.headers(received);
        try {
            return inbound.toMessage(received, headers);
        } catch (RuntimeException ex) {
            headers.set(ZmqHeaders.RAW_MESSAGE, received);
            throw new MessageConversionException(
                    new GenericMessage<>(received, headers), this + " cannot convert a message", ex);
        }
    }

    private @Nullable ZmqMessage receive(MultipartReceiver receiver) {
        try {
            return receiveTimeout.isZero() ? receiver.tryReceiveMessage() : receiver.receiveMessage(receiveTimeout);
        } catch (ZmqClosedException stopped) {
            ZmqSocket now = socket;
            if (now != null && now.isClosed()) {
                throw stopped;
            }
            return null;
        }
    }

    /** Shows its name. */
    @Override
    public String toString() {
        return name();
    }

    private String name() {
        String name = getComponentName();
        return name != null ? name : getComponentType();
    }
}
