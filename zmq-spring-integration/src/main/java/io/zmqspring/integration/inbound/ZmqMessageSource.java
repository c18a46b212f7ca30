package io.zmqspring.integration.inbound;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.EndpointHeaders;
import io.zmqspring.integration.support.InboundMapping;
import io.zmqspring.integration.support.MessageMapping;
import io.zmqspring.integration.support.ReceivedMappingSettings;
import io.zmqspring.integration.support.SubscriptionSettings;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.AbstractMessageSource;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.converter.MessageConversionException;
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
public class ZmqMessageSource extends AbstractMessageSource<Object>
        implements SubscriptionSettings, ReceivedMappingSettings, Pausable {

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
     * @param context creates the socket
     */
    public ZmqMessageSource(ZmqContext context) {
        this(context, SocketType.PULL);
    }

    /**
     * Receives on a socket of its own.
     *
     * @param context creates the socket
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
        return "zmq:polled-inbound-channel-adapter";
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
