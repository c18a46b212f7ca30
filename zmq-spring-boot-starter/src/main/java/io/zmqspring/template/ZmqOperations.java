package io.zmqspring.template;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Sends on named sockets. Any thread may call any method.
 *
 * <p>A payload is an {@link io.zmqspring.core.message.ZmqMessage} (its frames), a list of {@code byte[]} (frames), a
 * {@code byte[]} or {@link java.nio.ByteBuffer} (one frame), a {@code String} (UTF-8), a Spring {@link Message} (its
 * payload), or any other object that the message converter takes.
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
     * Does something with a socket itself.
     *
     * @param socketName the socket's name
     * @param callback gets it
     * @param <T> what comes out
     * @return what the callback returned
     */
    <T extends @Nullable Object> T execute(String socketName, SocketCallback<T> callback);
}
