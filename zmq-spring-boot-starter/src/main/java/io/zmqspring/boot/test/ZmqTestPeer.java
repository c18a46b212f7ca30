package io.zmqspring.boot.test;

import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.template.ZmqOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other side of one socket, see {@link ZmqTestPeers}. Waits have a limit of 10 s. Any thread may call any method.
 */
public class ZmqTestPeer {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RestartableSocket peer;
    private final @Nullable RestartableSocket of;
    private final ZmqOperations operations;

    /** @param of the application's socket, or {@code null} when it is a requester */
    ZmqTestPeer(RestartableSocket peer, @Nullable RestartableSocket of, ZmqOperations operations) {
        this.peer = peer;
        this.of = of;
        this.operations = operations;
    }

    ZmqTestPeer connected() {
        if (!peer.awaitPeers(1, LIMIT)) {
            throw new IllegalStateException(
                    peer + " has no peer after " + LIMIT + ", the other side is " + (of == null ? "a requester" : of));
        }
        if (of instanceof TopicPublisher publisher && !publisher.awaitSubscription("", LIMIT)) {
            throw new IllegalStateException(of + " has no subscription of " + peer + " after " + LIMIT);
        }
        return this;
    }

    /** {@return the peer's own socket, for what is not here} */
    public RestartableSocket socket() {
        return peer;
    }

    /**
     * Waits until the application's SUB has subscribed to a topic, since what is published before is dropped.
     *
     * @param topic the topic
     * @return this
     * @throws IllegalStateException when it has not within 10 s, or the peer does not publish
     */
    public ZmqTestPeer awaitSubscription(String topic) {
        if (!(peer instanceof TopicPublisher publisher) || !publisher.awaitSubscription(topic, LIMIT)) {
            throw new IllegalStateException(peer + " has no subscription to '" + topic + "' after " + LIMIT);
        }
        return this;
    }

    /**
     * Sends to the application.
     *
     * @param payload as a template takes it
     */
    public void send(Object payload) {
        operations.send(peer.name(), payload);
    }

    /**
     * Publishes to the application, once it has subscribed to the topic.
     *
     * @param topic the topic
     * @param payload as a template takes it
     */
    public void publish(String topic, Object payload) {
        awaitSubscription(topic);
        operations.publish(peer.name(), topic, payload);
    }

    /**
     * Sends a request to the application's REP.
     *
     * @param request as a template takes it
     * @param replyType what to make of the reply
     * @param <T> the type
     * @return the reply, or {@code null} when it is empty and the type has no empty value
     */
    public <T> @Nullable T request(Object request, Class<T> replyType) {
        return operations.sendAndReceive(peer.name(), request, replyType, LIMIT);
    }

    /**
     * Receives what the application has sent.
     *
     * @param type what to make of the payload
     * @param <T> the type
     * @return the payload
     * @throws AssertionError when there is none within 10 s
     */
    public <T> T receive(Class<T> type) {
        T payload = operations.receive(peer.name(), type, LIMIT);
        if (payload == null) {
            throw new AssertionError(peer + " has received nothing within " + LIMIT);
        }
        return payload;
    }

    /**
     * Receives several messages.
     *
     * @param count how many
     * @param type what to make of each payload
     * @param <T> the type
     * @return the payloads in order
     * @throws AssertionError when there are fewer, each within 10 s
     */
    public <T> List<T> receive(int count, Class<T> type) {
        List<T> payloads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            payloads.add(receive(type));
        }
        return payloads;
    }

    /** {@return all messages that have arrived and were not received} */
    public List<ZmqMessage> captured() {
        List<ZmqMessage> messages = new ArrayList<>();
        ZmqMessage next = operations.receive(peer.name(), ZmqMessage.class, Duration.ZERO);
        while (next != null) {
            messages.add(next);
            next = operations.receive(peer.name(), ZmqMessage.class, Duration.ZERO);
        }
        return messages;
    }
}
