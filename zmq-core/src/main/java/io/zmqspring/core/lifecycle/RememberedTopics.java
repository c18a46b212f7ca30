package io.zmqspring.core.lifecycle;

import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqSocket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a restartable SUB or XSUB has subscribed to, and how often, for the sockets to come. Guarded by the lock of its
 * {@link SocketLifecycle}.
 */
final class RememberedTopics {

    /** In bytes; more does not fit a command (37/ZMTP), and a socket refuses it. */
    private static final int LONGEST = 65_526;

    private final Map<ByteBuffer, Integer> topics = new LinkedHashMap<>();

    void add(byte[] topic) {
        if (topic.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a topic is too long to subscribe to: bytes=" + topic.length + ", most=" + LONGEST);
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
