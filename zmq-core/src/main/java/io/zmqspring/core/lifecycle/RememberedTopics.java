package io.zmqspring.core.lifecycle;

import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.pattern.SubscriptionSender;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Subscriptions of a restartable SUB or XSUB, and their number, for the sockets to come. Guarded by the lock of its
 * {@link SocketLifecycle}.
 */
final class RememberedTopics {

    private final Map<ByteBuffer, Integer> topics = new LinkedHashMap<>();

    void add(byte[] topic) {
        if (topic.length > SubscriptionSender.MAX_TOPIC) {
            throw new IllegalArgumentException("a topic is too long to subscribe to: bytes=" + topic.length + ", most="
                    + SubscriptionSender.MAX_TOPIC);
        }
        topics.merge(ByteBuffer.wrap(topic.clone()), 1, Integer::sum);
    }

    void remove(byte[] topic) {
        topics.computeIfPresent(ByteBuffer.wrap(topic), (known, count) -> count > 1 ? count - 1 : null);
    }

    /** Subscribes a new socket to all of them. */
    void subscribe(ZmqSocket socket) {
        if (socket instanceof TopicSubscriber subscriber) {
            topics.forEach((topic, count) -> {
                for (int i = 0; i < count; i++) {
                    subscriber.subscribe(topic.array());
                }
            });
        }
    }
}
