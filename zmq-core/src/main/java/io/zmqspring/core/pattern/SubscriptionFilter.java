package io.zmqspring.core.pattern;

import io.zmqspring.core.pattern.subscription.OwnSubscriptions;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.SpinLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions of a subscriber, and the look whether a message matches one (29/PUBSUB: "SHALL" filter itself; a
 * message may be on its way when a subscription is cancelled). {@link #refusal} is called under the receive lock, the
 * rest under the send lock.
 */
public final class SubscriptionFilter implements MessageFilter {

    private static final String UNWANTED = "no subscription matches the message";

    /** Up to so many topics are compared one by one, without a lock. */
    private static final int FEW = 4;

    private static final byte[][] NO_TOPICS = {};

    private final boolean inverted;
    private final SpinLock lock = new SpinLock();
    private final OwnSubscriptions subscriptions = new OwnSubscriptions();

    /** The topics, or {@code null} when there are more than a few. */
    private volatile byte @Nullable [][] few = NO_TOPICS;

    private byte[] start = {};

    /** @param inverted whether the messages are wanted that no subscription matches */
    public SubscriptionFilter(boolean inverted) {
        this.inverted = inverted;
    }

    @Override
    public @Nullable String refusal(Pipe pipe, MessageReader reader) {
        byte[][] topics = few;
        boolean matches = topics != null ? matchesOne(topics, reader) : matchesAny(reader);
        return matches == inverted ? UNWANTED : null;
    }

    private boolean matchesOne(byte[][] topics, MessageReader reader) {
        for (byte[] topic : topics) {
            if (topic.length == 0 || startsWith(topic, reader)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(byte[] topic, MessageReader reader) {
        if (start.length < topic.length) {
            start = new byte[topic.length];
        }
        return reader.peekFirstFrame(start) >= topic.length
                && Arrays.equals(start, 0, topic.length, topic, 0, topic.length);
    }

    private boolean matchesAny(MessageReader reader) {
        lock.lock();
        try {
            int longest = subscriptions.longestTopic();
            if (start.length < longest) {
                start = new byte[longest];
            }
            int length = (int) Math.min(reader.peekFirstFrame(start), start.length);
            return subscriptions.matches(start, length);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link OwnSubscriptions#add}. */
    boolean add(byte[] topic) {
        lock.lock();
        try {
            return subscriptions.add(topic);
        } finally {
            lock.unlock();
            look();
        }
    }

    /** As {@link OwnSubscriptions#remove}. */
    boolean remove(byte[] topic) {
        lock.lock();
        try {
            return subscriptions.remove(topic);
        } finally {
            lock.unlock();
            look();
        }
    }

    /** Changes are made under the send lock, so this reads without the other. */
    private void look() {
        if (subscriptions.topics() > FEW) {
            if (few != null) {
                few = null;
            }
            return;
        }
        List<byte[]> topics = new ArrayList<>();
        copyTopics(FEW, topics::add);
        few = topics.toArray(byte[][]::new);
    }

    /** As {@link OwnSubscriptions#topics}. */
    int topics() {
        return subscriptions.topics();
    }

    /** As {@link OwnSubscriptions#copyTopics}. */
    void copyTopics(int most, Consumer<byte[]> target) {
        subscriptions.copyTopics(most, target);
    }
}
