package io.zmqspring.core.lifecycle;

import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.pattern.SubscriptionSender;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** Subscribes the socket, if there is one, and the next one. */
    void subscribe(@Nullable ZmqSocket open, byte[] topic) {
        if (open instanceof TopicSubscriber subscriber) {
            subscriber.subscribe(topic);
        }
        add(topic);
    }

    /** Cancels a subscription of the socket, if there is one, and of the next one. */
    void unsubscribe(@Nullable ZmqSocket open, byte[] topic) {
        if (open instanceof TopicSubscriber subscriber) {
            subscriber.unsubscribe(topic);
        }
        topics.computeIfPresent(ByteBuffer.wrap(topic), (known, count) -> count > 1 ? count - 1 : null);
    }

    /** {@return how many different ones there are} */
    int count() {
        return topics.size();
    }

    /** {@return copies of so many at most} */
    List<byte[]> copies(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("the number of topics is 0 or more: most=" + most);
        }
        return topics.keySet().stream()
                .limit(most)
                .map(topic -> topic.array().clone())
                .toList();
    }

    /** Subscribes a new socket to all of them. */
    void subscribeAll(ZmqSocket socket) {
        if (socket instanceof TopicSubscriber subscriber) {
            topics.forEach((topic, count) -> {
                for (int i = 0; i < count; i++) {
                    subscriber.subscribe(topic.array());
                }
            });
        }
    }
}
