package io.zmqspring.core.lifecycle;

import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What a restartable SUB has subscribed to, and how often, for the sockets to come. Guarded by the lock of its {@link
 * SocketLifecycle}.
 */
final class RememberedTopics {

    private final Map<ByteBuffer, Integer> topics = new HashMap<>();

    void add(byte[] topic) {
        topics.merge(ByteBuffer.wrap(topic.clone()), 1, Integer::sum);
    }

    void remove(byte[] topic) {
        topics.computeIfPresent(ByteBuffer.wrap(topic), (known, count) -> count > 1 ? count - 1 : null);
    }

    /** Subscribes a new socket to all of them. */
    void subscribe(ZmqSocket socket) {
        if (socket instanceof SubSocket subscriber) {
            topics.forEach((topic, count) -> {
                for (int i = 0; i < count; i++) {
                    subscriber.subscribe(topic.array());
                }
            });
        }
    }
}
