package io.zmqspring.template;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.GenericMessage;

/** Sends and receives on the sockets of a registry. Settings may be changed at any time. */
public class ZmqTemplate implements ZmqOperations {

    private final ZmqSocketRegistry sockets;
    private final ZmqMessageConverter converter;
    private volatile @Nullable String defaultSocket;
    private volatile @Nullable Duration sendTimeout = Duration.ofSeconds(5);
    private volatile Duration replyTimeout = Duration.ofSeconds(5);
    private final Map<RestartableSocket, RequestTurns> requests = new ConcurrentHashMap<>();
    private volatile List<MessagePostProcessor> beforeSend = List.of();
    private volatile List<MessagePostProcessor> afterReceive = List.of();

    /**
     * Creates a template without a default socket, with a send timeout and a reply timeout of 5 s.
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

    /**
     * Sets the longest wait for the reply to a request, with the wait for room to send it.
     *
     * @param replyTimeout more than zero
     * @throws IllegalArgumentException when it is not
     */
    public void setReplyTimeout(Duration replyTimeout) {
        if (replyTimeout.isNegative() || replyTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "replyTimeout=" + replyTimeout + " is out of range: allowed is more than 0 s");
        }
        this.replyTimeout = replyTimeout;
    }

    /** {@return the longest wait for the reply to a request} */
    public Duration getReplyTimeout() {
        return replyTimeout;
    }

    /**
     * Sets what sees and may change each message before it becomes frames: those of senders, and replies of listeners
     * that need no envelope. With one, every payload is made a Spring
     * message, which costs more than sending a {@code byte[]}.
     *
     * @param postProcessors called in order; headers for {@link EnvelopeHeaders} may be added
     */
    public void setBeforeSendPostProcessors(MessagePostProcessor... postProcessors) {
        this.beforeSend = List.of(postProcessors);
    }

    /**
     * Sets what sees and may change each received message before its payload is converted.
     *
     * @param postProcessors called in order
     */
    public void setAfterReceivePostProcessors(MessagePostProcessor... postProcessors) {
        this.afterReceive = List.of(postProcessors);
    }

    @Override
    public void send(String socketName, Object payload) {
        send(socketName, sockets.getSender(socketName), frames(socketName, payload));
    }

    @Override
    public void publish(String socketName, String topic, Object payload) {
        TopicPublisher publisher = sockets.getPublisher(socketName);
        send(socketName, publisher, ZmqMessage.ofStrings(topic).followedBy(body(processed(payload))));
    }

    @Override
    public void publishDefault(String topic, Object payload) {
        publish(requiredDefaultSocket(), topic, payload);
    }

    @Override
    public void sendTo(String socketName, RoutingId routingId, Object payload) {
        RouterSocket router = sockets.getRouter(socketName);
        send(socketName, router, ZmqMessage.of(routingId.bytes()).followedBy(body(processed(payload))));
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
        return sockets.getSender(socketName).send(frames(socketName, payload), timeout);
    }

    @Override
    public <T> @Nullable T receive(String socketName, Class<T> type, Duration timeout) {
        ZmqMessage frames = sockets.getReceiver(socketName).receiveMessage(timeout);
        return frames == null ? null : received(sockets.getSocket(socketName), frames, type);
    }

    @Override
    public <T> T sendAndReceive(String socketName, Object request, Class<T> replyType) {
        return sendAndReceive(socketName, request, replyType, replyTimeout);
    }

    @Override
    public <T> T sendAndReceive(String socketName, Object request, Class<T> replyType, Duration timeout) {
        RestartableSocket socket = sockets.getSocket(socketName);
        if (!(socket instanceof ReqSocket)) {
            throw new ZmqSocketTypeException(socketName, socket.type(), "send requests", EnumSet.of(SocketType.REQ));
        }
        ZmqMessage frames = frames(socketName, request);
        ZmqMessage reply = requests.computeIfAbsent(socket, RequestTurns::new).request(frames, timeout);
        return received(socket, reply, replyType);
    }

    @Override
    public <T extends @Nullable Object> T execute(String socketName, SocketCallback<T> callback) {
        return callback.doWithSocket(sockets.getSocket(socketName));
    }

    private void send(String socketName, MultipartSender sender, ZmqMessage frames) {
        Duration timeout = sendTimeout;
        if (timeout == null) {
            sender.send(frames);
        } else if (!sender.send(frames, timeout)) {
            throw new ZmqSendTimeoutException(
                    socketName, timeout, sockets.getSocket(socketName).peers().size());
        }
    }

    private ZmqMessage frames(String socketName, Object payload) {
        Object processed = processed(payload);
        ZmqMessage body = body(processed);
        return processed instanceof Message<?> message
                ? EnvelopeHeaders.write(sockets.getSocket(socketName).type(), message.getHeaders(), body)
                : body;
    }

    private Object processed(Object payload) {
        List<MessagePostProcessor> postProcessors = beforeSend;
        if (postProcessors.isEmpty()) {
            return payload;
        }
        Message<?> message = payload instanceof Message<?> given ? given : new GenericMessage<>(payload);
        for (MessagePostProcessor postProcessor : postProcessors) {
            message = postProcessor.postProcessMessage(message);
        }
        return message;
    }

    private ZmqMessage body(Object payload) {
        if (payload instanceof ZmqMessage frames) {
            return frames;
        }
        if (payload instanceof byte[] frame) {
            return ZmqMessage.of(frame);
        }
        return converter.toFrames(payload);
    }

    private <T> T received(RestartableSocket socket, ZmqMessage frames, Class<T> type) {
        Message<?> message = converter.toSpringMessage(
                frames, Envelope.of(socket.type()), Map.of(ZmqHeaders.RECEIVED_SOCKET, socket.name()));
        for (MessagePostProcessor postProcessor : afterReceive) {
            message = postProcessor.postProcessMessage(message);
        }
        return converted(frames, message, type);
    }

    private <T> T converted(ZmqMessage frames, Message<?> message, Class<T> type) {
        if (type == ZmqMessage.class) {
            return type.cast(frames);
        }
        if (type.isInstance(message)) {
            return type.cast(message);
        }
        if (type.isInstance(message.getPayload())) {
            return type.cast(message.getPayload());
        }
        Object payload = converter.getPayloadConverter().fromMessage(message, type);
        if (payload == null) {
            throw new MessageConversionException(
                    message,
                    "no converter makes a " + type.getName() + " of a message of " + frames.frameCount() + " frames");
        }
        return type.cast(payload);
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
