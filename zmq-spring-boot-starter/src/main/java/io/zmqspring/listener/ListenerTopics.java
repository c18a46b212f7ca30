package io.zmqspring.listener;

import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.error.ZmqClosedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a listener subscribes to from its first start on, until it is destroyed. Any thread. */
final class ListenerTopics {

    private final TopicSubscriber subscriber;
    private final List<String> topics;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    ListenerTopics(TopicSubscriber subscriber, List<String> topics) {
        this.subscriber = subscriber;
        this.topics = List.copyOf(topics);
    }

    void subscribe() {
        if (subscribed.compareAndSet(false, true)) {
            topics.forEach(subscriber::subscribe);
        }
    }

    void cancel() {
        if (subscribed.compareAndSet(true, false)) {
            try {
                topics.forEach(subscriber::unsubscribe);
            } catch (ZmqClosedException gone) {
                // Its subscriptions are gone with it.
            }
        }
    }
}
