package io.zmqspring.template;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/** Sends on the sockets of a registry. Settings may be changed at any time. */
public class ZmqTemplate implements ZmqOperations {

    private final ZmqSocketRegistry sockets;
    private final ZmqMessageConverter converter;
    private volatile @Nullable String defaultSocket;
    private volatile @Nullable Duration sendTimeout = Duration.ofSeconds(5);

    /**
     * Creates a template without a default socket, with a send timeout of 5 s.
     *
     * @param sockets where it finds sockets
     * @param converter makes frames of payloads
     */
    public ZmqTemplate(ZmqSocketRegistry sockets, ZmqMessageConverter converter) {
        this.sockets = sockets;
        this.converter = converter;
    }

    /**
     * Sets the socket that is used when none is named.
     *
     * @param defaultSocket its name, or {@code null} for none
     */
    public void setDefaultSocket(@Nullable String defaultSocket) {
        this.defaultSocket = defaultSocket;
    }

    /** {@return the name of the socket that is used when none is named, or {@code null}} */
    public @Nullable String getDefaultSocket() {
        return defaultSocket;
    }

    /**
     * Sets the longest wait for room.
     *
     * @param sendTimeout zero or more; {@code null} leaves it to the send timeout of each socket, which by default has
     *         no end
     * @throws IllegalArgumentException when it is negative
     */
    public void setSendTimeout(@Nullable Duration sendTimeout) {
        if (sendTimeout != null && sendTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "sendTimeout=" + sendTimeout + " is out of range: allowed is 0 s or more");
        }
        this.sendTimeout = sendTimeout;
    }

    /** {@return the longest wait for room, or {@code null} when each socket has its own} */
    public @Nullable Duration getSendTimeout() {
        return sendTimeout;
    }

    @Override
    public void send(String socketName, Object payload) {
        MultipartSender sender = sockets.getSender(socketName);
        ZmqMessage frames = frames(payload);
        Duration timeout = sendTimeout;
        if (timeout == null) {
            sender.send(frames);
        } else if (!sender.send(frames, timeout)) {
            throw new ZmqSendTimeoutException(
                    socketName, timeout, sockets.getSocket(socketName).peers().size());
        }
    }

    @Override
    public void send(Message<?> message) {
        String named = message.getHeaders().get(ZmqHeaders.SOCKET, String.class);
        send(named != null ? named : requiredDefaultSocket(), message);
    }

    @Override
    public void sendDefault(Object payload) {
        send(requiredDefaultSocket(), payload);
    }

    @Override
    public boolean trySend(String socketName, Object payload, Duration timeout) {
        return sockets.getSender(socketName).send(frames(payload), timeout);
    }

    @Override
    public <T extends @Nullable Object> T execute(String socketName, SocketCallback<T> callback) {
        return callback.doWithSocket(sockets.getSocket(socketName));
    }

    private ZmqMessage frames(Object payload) {
        if (payload instanceof ZmqMessage frames) {
            return frames;
        }
        if (payload instanceof byte[] frame) {
            return ZmqMessage.of(frame);
        }
        return converter.toFrames(payload instanceof Message<?> message ? message : new GenericMessage<>(payload));
    }

    private String requiredDefaultSocket() {
        String name = defaultSocket;
        if (name == null) {
            throw new IllegalStateException("no socket is named and the template has no default socket: set"
                    + " zmq.template.default-socket, or the header " + ZmqHeaders.SOCKET);
        }
        return name;
    }
}
