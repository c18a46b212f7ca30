package io.zmqspring.template;

import io.zmqspring.core.option.RoutingId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Sends, requests and receives on named sockets, one call a step:
 *
 * <pre>{@code
 * client.to("prices").topic("EURUSD").body(price).send();
 * Price price = client.to("price-server").body("EURUSD").request(Price.class);
 * String order = client.from("orders").timeout(Duration.ofSeconds(1)).receive(String.class);
 * }</pre>
 *
 * <p>It does what the methods of {@link ZmqOperations} do, and throws what they throw. Any thread may call it; what a
 * step returns is for one thread and one message.
 */
public interface ZmqClient {

    /**
     * Creates a client.
     *
     * @param operations what it sends with
     * @return the client
     */
    static ZmqClient create(ZmqOperations operations) {
        return new DefaultZmqClient(operations);
    }

    /**
     * Begins a message.
     *
     * @param name of the socket it goes out on, or of a requester
     * @return what takes the rest of the message
     */
    Outbound to(String name);

    /**
     * Begins to receive a message.
     *
     * @param socketName the name of a socket that no listener receives from
     * @return what receives it
     */
    Inbound from(String socketName);

    /** A message on its way. */
    interface Outbound {

        /**
         * Sets the topic, the first frame of what a PUB or XPUB sends.
         *
         * @param topic sent as UTF-8
         * @return this
         */
        Outbound topic(String topic);

        /**
         * Sets the peer of a ROUTER the message is for.
         *
         * @param routingId of the peer
         * @return this
         */
        Outbound routingId(RoutingId routingId);

        /**
         * Adds a header.
         *
         * @param name of the header
         * @param value of the header
         * @return this
         */
        Outbound header(String name, Object value);

        /**
         * Adds headers.
         *
         * @param headers by name
         * @return this
         */
        Outbound headers(Map<String, ?> headers);

        /**
         * Sets how many peers are to be connected before the message is sent; a PUB drops what it sends while no
         * subscriber is there.
         *
         * @param count how many, at least
         * @return this
         */
        Outbound awaitPeers(int count);

        /**
         * Sets the longest wait for peers, for room and for the reply, each.
         *
         * @param timeout zero or more; by default 5 s for peers, and the template's for the others
         * @return this
         */
        Outbound timeout(Duration timeout);

        /**
         * Sets the payload.
         *
         * @param payload as {@link ZmqOperations} takes it
         * @return this
         */
        Outbound body(Object payload);

        /**
         * Sends the message.
         *
         * @throws IllegalStateException when it has no body
         * @throws io.zmqspring.core.error.ZmqTimeoutException when there were too few peers, or no room, in time
         */
        void send();

        /**
         * Sends the message if there is room in time.
         *
         * @return whether it was sent; without a time-out it does not wait
         * @throws IllegalStateException when it has no body
         */
        boolean trySend();

        /**
         * Sends the message without waiting, see {@link ZmqOperations#sendAsync}.
         *
         * @return completed when the message is accepted for a peer
         * @throws IllegalStateException when it has no body, or peers are to be awaited
         */
        CompletableFuture<Void> sendAsync();

        /**
         * Sends the message as a request and waits for the reply.
         *
         * @param replyType what to make of it
         * @param <T> the type
         * @return the reply, or {@code null} when it is empty and the type has no empty value
         * @throws IllegalStateException when it has no body
         */
        <T> @Nullable T request(Class<T> replyType);

        /**
         * Sends the message as a request and waits for the reply.
         *
         * @param replyType what to make of it
         * @param <T> the type
         * @return the reply, or {@code null} when it is empty and the type has no empty value
         * @throws IllegalStateException when it has no body
         */
        <T> @Nullable T request(ParameterizedTypeReference<T> replyType);

        /**
         * Sends the message as a request and does not wait.
         *
         * @param replyType what to make of the reply
         * @param <T> the type
         * @return completed with the reply
         * @throws IllegalStateException when it has no body, or peers are to be awaited
         */
        <T> CompletableFuture<T> requestAsync(Class<T> replyType);

        /**
         * Sends the message as a request and does not wait.
         *
         * @param replyType what to make of the reply
         * @param <T> the type
         * @return completed with the reply
         * @throws IllegalStateException when it has no body, or peers are to be awaited
         */
        <T> CompletableFuture<T> requestAsync(ParameterizedTypeReference<T> replyType);
    }

    /** A message to come. */
    interface Inbound {

        /**
         * Sets the longest wait.
         *
         * @param timeout zero, the default, does not wait
         * @return this
         */
        Inbound timeout(Duration timeout);

        /**
         * Receives the next message.
         *
         * @param type what to make of its payload
         * @param <T> the type
         * @return the payload, or {@code null} when none came in time
         */
        <T> @Nullable T receive(Class<T> type);

        /**
         * Receives the next message.
         *
         * @param type what to make of its payload
         * @param <T> the type
         * @return the payload, or {@code null} when none came in time
         */
        <T> @Nullable T receive(ParameterizedTypeReference<T> type);
    }
}
