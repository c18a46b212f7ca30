package io.zmqspring.template;

import io.zmqspring.core.option.RoutingId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.core.MessagePostProcessor;

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
     * Sends on a socket with headers, which say what stands ahead of the payload.
     *
     * @param socketName the socket's name
     * @param payload what to send
     * @param headers of the message, in addition to those of a payload that is a message
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time
     */
    void convertAndSend(String socketName, Object payload, Map<String, ?> headers);

    /**
     * Sends on a socket what a post-processor makes of the payload's message; those of the template follow.
     *
     * @param socketName the socket's name
     * @param payload what to send
     * @param postProcessor changes the message before it becomes frames
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time
     */
    void convertAndSend(String socketName, Object payload, MessagePostProcessor postProcessor);

    /**
     * Sends on a socket without waiting. What has room is sent at once; otherwise it is sent in the order of the calls,
     * each within the send timeout. At most 10000 messages of a socket wait. A cancelled future that still waits is
     * not sent.
     *
     * @param socketName the socket's name
     * @param payload what to send
     * @return completed when the message is accepted for a peer; else with a {@link
     *     io.zmqspring.support.ZmqSendTimeoutException}, or what the socket throws. It is complete at once when there
     *     was room, and otherwise completed on the executor of the template
     */
    CompletableFuture<Void> sendAsync(String socketName, Object payload);

    /**
     * Sends on a socket if there is room in time; otherwise it returns {@code false} and throws nothing.
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
     * Publishes under the default topic on the default socket, see {@link #publish}.
     *
     * @param payload what to send
     * @throws IllegalStateException when there is no default socket, or no default topic
     */
    void publishDefault(Object payload);

    /**
     * Sends to one peer of a ROUTER. A message for a peer that is not there, or has no room, is dropped and counted,
     * unless the socket has option {@code router-mandatory}. A peer that is a REQ gets a delimiter ahead of the
     * payload, which it waits for. A REQ with {@code req-correlate}, or a requester, also waits for the number of its
     * request: it is answered with {@link io.zmqspring.core.message.ZmqHeaders#REPLY_TO} of that.
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
     * Receives an object of a generic type, see {@link #receive(String, Class, Duration)}.
     *
     * @param socketName the socket's name
     * @param type what to make of the payload
     * @param timeout longest wait; zero does not wait
     * @param <T> the type
     * @return the payload, or {@code null} when none came in time
     */
    <T> @Nullable T receive(String socketName, ParameterizedTypeReference<T> type, Duration timeout);

    /**
     * Sends a request and waits for the reply, at most the time-out of a named requester, or else the reply timeout of
     * the template. See
     * {@link #sendAndReceive(String, Object, Class, Duration)}.
     *
     * @param socketName the name of a REQ socket
     * @param request what to send
     * @param replyType what to make of the reply, as for {@link #receive}
     * @param <T> the type
     * @return the reply, or {@code null} when it is empty and the type has no empty value
     */
    <T> @Nullable T sendAndReceive(String socketName, Object request, Class<T> replyType);

    /**
     * Sends a request and waits for the reply. Any number of threads may do so at the same time, each with its own
     * request under way: over a requester of that name, or one beside a REQ or DEALER socket, see
     * {@link io.zmqspring.socket.ZmqRequesterRegistry}. Requests over a REQ that binds or has a routing id take turns;
     * nobody else may send or receive on it meanwhile.
     *
     * @param socketName the name of a requester, or of a REQ or DEALER socket
     * @param request what to send
     * @param replyType what to make of the reply, as for {@link #receive}
     * @param timeout longest wait for room and for the reply together
     * @param <T> the type
     * @return the reply; {@code null} when it is empty, as for a listener that returns {@code null}, and the type is
     *     not {@code byte[]}, {@code String}, {@code ByteBuffer} or a message
     * @throws io.zmqspring.support.ZmqRemoteException when the other side says that it could not handle the request.
     *     Over bare frames a {@code String} or {@code byte[]} may be the text {@code error}: to distinguish it from a
     *     failure, set {@code zmq.template.wire-format} and {@code zmq.listener.wire-format} to {@code headers} on both
     *     sides
     * @throws io.zmqspring.support.ZmqSocketTypeException when the socket cannot send requests
     * @throws io.zmqspring.support.ZmqReplyTimeoutException when no reply came in time; one that comes later is dropped
     * @throws io.zmqspring.core.error.ZmqRequestException when the peer that had the request departed, or too many
     *         requests are in flight
     * @throws io.zmqspring.core.error.ZmqTimeoutException when no reply came, or there was no room, in time
     */
    <T> @Nullable T sendAndReceive(String socketName, Object request, Class<T> replyType, Duration timeout);

    /**
     * Sends a request whose reply is of a generic type, see {@link #sendAndReceive(String, Object, Class, Duration)}.
     *
     * @param socketName the name of a requester, or of a REQ or DEALER socket
     * @param request what to send
     * @param replyType what to make of the reply
     * @param timeout longest wait, or {@code null} for that of {@link #sendAndReceive(String, Object, Class)}
     * @param <T> the type
     * @return the reply, or {@code null} when it is empty and the type has no empty value
     */
    <T> @Nullable T sendAndReceive(
            String socketName, Object request, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout);

    /**
     * Sends a request and does not wait, see {@link #sendAndReceive(String, Object, Class)}.
     *
     * @param socketName the name of a requester, or of a REQ or DEALER socket that neither binds nor has a routing id
     * @param request what to send
     * @param replyType what to make of the reply
     * @param <T> the type
     * @return completed with the reply or {@code null}, or with what the waiting twin throws, on the executor
     *     of the requester if it has one, else of the template. To cancel it gives the request up
     */
    <T> CompletableFuture<T> sendAndReceiveAsync(String socketName, Object request, Class<T> replyType);

    /**
     * Sends a request and does not wait, see {@link #sendAndReceive(String, Object, Class, Duration)}.
     *
     * @param socketName the name of a requester, or of a REQ or DEALER socket that neither binds nor has a routing id
     * @param request what to send
     * @param replyType what to make of the reply
     * @param timeout after which it fails
     * @param <T> the type
     * @return completed with the reply or {@code null}, or with what the waiting twin throws. To cancel it gives the
     *     request up
     */
    <T> CompletableFuture<T> sendAndReceiveAsync(
            String socketName, Object request, Class<T> replyType, Duration timeout);

    /**
     * Sends a request whose reply is of a generic type and does not wait.
     *
     * @param socketName the name of a requester, or of a REQ or DEALER socket that neither binds nor has a routing id
     * @param request what to send
     * @param replyType what to make of the reply
     * @param timeout after which it fails, or {@code null} for that of {@link #sendAndReceive(String, Object, Class)}
     * @param <T> the type
     * @return completed with the reply or {@code null}, or with what the waiting twin throws. To cancel it gives the
     *     request up
     */
    <T> CompletableFuture<T> sendAndReceiveAsync(
            String socketName, Object request, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout);

    /**
     * Waits until so many peers are connected.
     *
     * @param socketName the name of a socket or requester
     * @param count how many, at least
     * @param timeout longest wait
     * @return whether they are
     */
    boolean awaitPeers(String socketName, int count, Duration timeout);

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
