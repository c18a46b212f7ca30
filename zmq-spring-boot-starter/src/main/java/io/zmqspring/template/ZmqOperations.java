package io.zmqspring.template;

import io.zmqspring.core.option.RoutingId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Sends and receives on named sockets. Any thread may call any method.
 *
 * <p>A payload is an {@link io.zmqspring.core.message.ZmqMessage} (its frames), a list of {@code byte[]} (frames), a
 * {@code byte[]} or {@link java.nio.ByteBuffer} (one frame), a {@code String} (UTF-8), a Spring {@link Message} (its
 * payload, and what its headers {@link io.zmqspring.core.message.ZmqHeaders#TOPIC},
 * {@link io.zmqspring.core.message.ZmqHeaders#ROUTING_ID} and {@link io.zmqspring.core.message.ZmqHeaders#REPLY_TO} put
 * ahead of it), or any other object that the message converter takes.
 *
 * <p>"Sent" means accepted for one peer, not delivered: see {@link io.zmqspring.core.MessageSender}. All methods throw
 * {@link io.zmqspring.support.ZmqUnknownSocketException} when there is no socket of that name,
 * {@link io.zmqspring.support.ZmqSocketTypeException} when it cannot send,
 * {@link org.springframework.messaging.converter.MessageConversionException} when no converter takes the payload, and
 * {@link io.zmqspring.core.error.ZmqClosedException} when the socket is stopped. In all these cases nothing was queued.
 */
public interface ZmqOperations {

    /**
     * Sends on a socket, waiting for room at most the send timeout.
     *
     * @param socketName the socket's name
     * @param payload what to send
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time; with a send timeout of the
     *         template it is a {@link io.zmqspring.support.ZmqSendTimeoutException}
     */
    void send(String socketName, Object payload);

    /**
     * Sends a message on the socket its header {@link io.zmqspring.core.message.ZmqHeaders#SOCKET} names, else on the
     * default socket.
     *
     * @param message what to send; headers do not travel
     * @throws IllegalStateException when it has no such header and there is no default socket
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time
     */
    void send(Message<?> message);

    /**
     * Sends on the default socket.
     *
     * @param payload what to send
     * @throws IllegalStateException when there is no default socket
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time
     */
    void sendDefault(Object payload);

    /**
     * Sends on a socket if there is room in time; no exception tells that there was none.
     *
     * @param socketName the socket's name
     * @param payload what to send
     * @param timeout longest wait for room; zero does not wait
     * @return whether it was sent
     */
    boolean trySend(String socketName, Object payload, Duration timeout);

    /**
     * Publishes under a topic: the topic is the first frame, and those of the payload follow. Subscribers get it whose
     * subscription is a prefix of the topic. Publishing never waits, unless the socket's overflow policy says so.
     *
     * @param socketName the name of a PUB or XPUB socket
     * @param topic the topic, sent as UTF-8
     * @param payload what to send
     */
    void publish(String socketName, String topic, Object payload);

    /**
     * Publishes under a topic on the default socket, see {@link #publish}.
     *
     * @param topic the topic, sent as UTF-8
     * @param payload what to send
     * @throws IllegalStateException when there is no default socket
     */
    void publishDefault(String topic, Object payload);

    /**
     * Sends to one peer of a ROUTER. A message for a peer that is not there, or has no room, is dropped and counted,
     * unless the socket has option {@code router-mandatory}. A peer that is a REQ waits for a delimiter too: it is
     * answered with {@link io.zmqspring.core.message.ZmqHeaders#REPLY_TO} of its request.
     *
     * @param socketName the name of a ROUTER socket
     * @param routingId of the peer, as {@link io.zmqspring.core.message.ZmqHeaders#ROUTING_ID} of what it sent
     * @param payload what to send
     * @throws io.zmqspring.core.error.ZmqUnroutableException when messages are mandatory and no peer has the id
     */
    void sendTo(String socketName, RoutingId routingId, Object payload);

    /**
     * Receives from a socket that no listener receives from.
     *
     * @param socketName the socket's name
     * @param type what to make of the payload, behind the {@link io.zmqspring.core.message.Envelope}; {@code
     *     ZmqMessage} is all frames, as they came, {@link Message} has the headers a listener gets
     * @param timeout longest wait; zero does not wait
     * @param <T> the type
     * @return the payload, or {@code null} when none came in time
     * @throws io.zmqspring.support.ZmqSocketTypeException when the socket cannot receive
     * @throws org.springframework.messaging.converter.MessageConversionException when the payload cannot be converted;
     *         the message is taken
     */
    <T> @Nullable T receive(String socketName, Class<T> type, Duration timeout);

    /**
     * Sends a request and waits for the reply, at most the reply timeout of the template. See
     * {@link #sendAndReceive(String, Object, Class, Duration)}.
     *
     * @param socketName the name of a REQ socket
     * @param request what to send
     * @param replyType what to make of the reply, as for {@link #receive}
     * @param <T> the type
     * @return the reply
     */
    <T> T sendAndReceive(String socketName, Object request, Class<T> replyType);

    /**
     * Sends a request and waits for the reply. The socket has one request under way; calls take turns. Nobody else may
     * send or receive on it meanwhile.
     *
     * @param socketName the name of a REQ socket
     * @param request what to send
     * @param replyType what to make of the reply, as for {@link #receive}
     * @param timeout longest wait for other requests, for room and for the reply together
     * @param <T> the type
     * @return the reply
     * @throws io.zmqspring.support.ZmqSocketTypeException when the socket is not a REQ
     * @throws io.zmqspring.support.ZmqSendTimeoutException when there was no room in time; nothing was queued
     * @throws io.zmqspring.support.ZmqReplyTimeoutException when there was no reply in time
     * @throws org.springframework.messaging.converter.MessageConversionException when the request or the reply cannot
     *         be converted
     */
    <T> T sendAndReceive(String socketName, Object request, Class<T> replyType, Duration timeout);

    /**
     * Does something with a socket itself.
     *
     * @param socketName the socket's name
     * @param callback gets it
     * @param <T> what comes out
     * @return what the callback returned
     */
    <T extends @Nullable Object> T execute(String socketName, SocketCallback<T> callback);
}
