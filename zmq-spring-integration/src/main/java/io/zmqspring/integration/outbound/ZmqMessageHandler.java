package io.zmqspring.integration.outbound;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqException;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.integration.handler.AbstractMessageHandler;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Outbound channel adapter: sends each message through a socket, from the calling thread; any number of threads may
 * call. Payloads: {@code byte[]}, {@code String} (UTF-8), {@link java.nio.ByteBuffer}, {@link
 * ZmqMessage}, {@code List<byte[]>}, or whatever a converter or mapper takes.
 *
 * <p>A PUB or XPUB publishes under the topic in header {@link io.zmqspring.core.message.ZmqHeaders#TOPIC}; a ROUTER
 * sends to the peer in {@link io.zmqspring.core.message.ZmqHeaders#REPLY_TO} or
 * {@link io.zmqspring.core.message.ZmqHeaders#ROUTING_ID}, which an inbound adapter has set. See {@link
 * EnvelopeHeaders}.
 *
 * <p>A message is sent when it is queued for a peer. When no peer has room within the send timeout the caller gets a
 * {@link MessageTimeoutException}, when the adapter or its socket is closed a {@link MessageDeliveryException}; in both
 * cases the message was not queued.
 *
 * <p>Its consumer endpoint starts and stops it. A socket made here is closed at stop, after what is queued was sent or
 * {@link SocketOptions#linger()} is over, and opened again at start; a given socket is left open.
 */
public class ZmqMessageHandler extends AbstractMessageHandler implements ManageableLifecycle {

    private final AdapterSocket adapterSocket;
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private ZmqMessageMapper mapper = ZmqMessageMapper.of(PayloadMode.NATURAL);
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
     * @param context makes the socket
     */
    public ZmqMessageHandler(ZmqContext context) {
        this(context, SocketType.PUSH);
    }

    /**
     * Sends through a socket of its own.
     *
     * @param context makes the socket
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
     * Sets the converter from a payload to a frame. Replaces every mapper and converter set before.
     *
     * @param converter its {@link MessageConverter#toMessage} gives a {@code byte[]} or {@code String} payload
     */
    public void setMessageConverter(MessageConverter converter) {
        this.mapper = ZmqMessageMapper.of(converter, Object.class);
    }

    /**
     * Sets the mapper from a message to one frame. Replaces every mapper and converter set before.
     *
     * @param bytesMapper gives the frame's bytes
     */
    public void setBytesMessageMapper(BytesMessageMapper bytesMapper) {
        this.mapper = ZmqMessageMapper.of(bytesMapper);
    }

    /**
     * Sets the mapper from a message to its frames. Replaces every mapper and converter set before.
     *
     * @param messageMapper gives all frames
     */
    public void setMessageMapper(ZmqMessageMapper messageMapper) {
        this.mapper = messageMapper;
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-channel-adapter";
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
        ZmqMessage frames =
                EnvelopeHeaders.write(adapterSocket.type(), message.getHeaders(), mapper.fromMessage(message));
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
