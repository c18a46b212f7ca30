package io.zmqspring.core.pattern.subscription;

import io.zmqspring.core.pipe.Pipe;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions of the peers of a publisher (29/PUBSUB): for each topic prefix the set of those peers. A peer
 * that subscribes twice is in the set once, since libzmq's subscribers send each subscription and one cancellation. One
 * thread at a time.
 */
public final class SubscriptionTable {

    /** Longest topic in bytes that the table takes. */
    public static final int MAX_TOPIC = PrefixTable.MAX_PREFIX;

    private final PrefixTable prefixes = new PrefixTable();
    private Subscriber[] subscribers = new Subscriber[4];
    private int[] freeIds = new int[4];
    private int freeCount;
    private int ids;
    private int subscriberCount;

    /** Where a prefix has one subscriber its value is the id; where it has several, the complement of an index here. */
    private IntSet[] sets = new IntSet[4];

    private int[] freeSets = new int[4];
    private int freeSetCount;
    private int setCount;

    /** Ids: to write references here would cost a barrier of the garbage collector for each. */
    private int[] matched = new int[4];

    private int matchedCount;

    /** By id, the last search that has found the peer. */
    private long[] stamps = new long[4];

    private long stamp;
    private final IntConsumer collector = this::collect;

    /** Effect of a subscription or a cancellation. */
    public enum Change {
        /** The topic has its first subscriber, or has lost its last. */
        TOPIC,
        /** The topic has other subscribers too. */
        SUBSCRIBER,
        /** Nothing. */
        NONE
    }

    /** Notified of the topics of a peer that leaves. */
    @FunctionalInterface
    public interface DepartureListener {

        /**
         * A peer has left that had subscribed to a topic.
         *
         * @param topic of it
         * @param last whether nobody else has
         */
        void left(byte[] topic, boolean last);
    }

    /** Creates an empty table. */
    public SubscriptionTable() {}

    /** {@return how many different topics somebody has subscribed to} */
    public int topics() {
        return prefixes.size();
    }

    /** {@return length of the longest of them in bytes, so much of a message is needed to match it} */
    public int longestTopic() {
        return prefixes.longest();
    }

    /** {@return memory of the topics in bytes} */
    long bytes() {
        return prefixes.bytes();
    }

    /**
     * Adds a peer without subscriptions.
     *
     * @param pipe to it
     * @return the peer in this table
     */
    public Subscriber add(Pipe pipe) {
        int id = freeCount > 0 ? freeIds[freeCount - 1] : ids;
        if (id == subscribers.length) {
            freeIds = Arrays.copyOf(freeIds, id << 1);
            matched = Arrays.copyOf(matched, id << 1);
            stamps = Arrays.copyOf(stamps, id << 1);
            subscribers = Arrays.copyOf(subscribers, id << 1);
        }
        Subscriber added = new Subscriber(id, pipe);
        subscribers[id] = added;
        if (freeCount > 0) {
            freeCount--;
        } else {
            ids++;
        }
        subscriberCount++;
        return added;
    }

    /**
     * Removes a peer with all its subscriptions, also when the listener throws: then the first exception is thrown at
     * the end.
     *
     * @param subscriber of this table
     * @param listener called for each of its topics, or {@code null}
     */
    public void remove(Subscriber subscriber, @Nullable DepartureListener listener) {
        Departure departure = new Departure(subscriber, listener);
        subscriber.places.forEach(departure);
        subscribers[subscriber.id] = null;
        freeIds[freeCount++] = subscriber.id;
        subscriberCount--;
        compactIfDue();
        departure.throwFailure();
    }

    /** Takes a peer that leaves out of one topic after the other, and goes on after an exception. */
    private final class Departure implements IntConsumer {

        private final Subscriber subscriber;
        private final @Nullable DepartureListener listener;
        private @Nullable RuntimeException exception;
        private @Nullable Error error;

        Departure(Subscriber subscriber, @Nullable DepartureListener listener) {
            this.subscriber = subscriber;
            this.listener = listener;
        }

        @Override
        public void accept(int place) {
            byte[] topic = topic(place);
            boolean last = leave(place, subscriber);
            if (last) {
                prefixes.remove(place);
            }
            if (listener != null && topic != null) {
                try {
                    listener.left(topic, last);
                } catch (RuntimeException e) {
                    exception = exception == null ? e : exception;
                } catch (Error e) {
                    error = error == null ? e : error;
                }
            }
        }

        /** {@return the topic, or {@code null} when it is not needed or there is no heap for a copy} */
        private byte @Nullable [] topic(int place) {
            try {
                return listener == null ? null : prefixes.prefix(place);
            } catch (OutOfMemoryError e) {
                error = error == null ? e : error;
                return null;
            }
        }

        void throwFailure() {
            if (error != null) {
                throw error;
            }
            if (exception != null) {
                throw exception;
            }
        }
    }

    /**
     * Subscribes a peer to a topic.
     *
     * @param subscriber of this table
     * @param topic the first bytes of the messages it wants, {@link #MAX_TOPIC} at most; copied
     * @return what that changed
     */
    public Change subscribe(Subscriber subscriber, byte[] topic) {
        subscriber.places.reserve();
        int place = prefixes.addIfAbsent(topic, subscriber.id);
        if (place < 0) {
            subscriber.places.add(~place);
            subscriber.bytes += topic.length;
            return Change.TOPIC;
        }
        if (subscriber.places.contains(place)) {
            return Change.NONE;
        }
        join(place, subscriber.id);
        subscriber.places.add(place);
        subscriber.bytes += topic.length;
        return Change.SUBSCRIBER;
    }

    private void join(int place, int id) {
        int value = prefixes.value(place);
        if (value < 0) {
            sets[~value].add(id);
            return;
        }
        int index = freeSetCount > 0 ? freeSets[freeSetCount - 1] : setCount;
        if (index == sets.length) {
            freeSets = Arrays.copyOf(freeSets, index << 1);
            sets = Arrays.copyOf(sets, index << 1);
        }
        IntSet set = new IntSet();
        set.add(value);
        set.add(id);
        sets[index] = set;
        if (freeSetCount > 0) {
            freeSetCount--;
        } else {
            setCount++;
        }
        prefixes.value(place, ~index);
    }

    /** {@return whether the prefix has no subscriber any more} */
    private boolean leave(int place, Subscriber subscriber) {
        subscriber.bytes -= prefixes.prefixLength(place);
        int value = prefixes.value(place);
        if (value >= 0) {
            return true;
        }
        IntSet set = sets[~value];
        set.remove(subscriber.id);
        if (set.size() == 1) {
            set.forEach(last -> prefixes.value(place, last));
            sets[~value] = null;
            freeSets[freeSetCount++] = ~value;
        }
        return false;
    }

    /**
     * Cancels a subscription.
     *
     * @param subscriber of this table
     * @param topic as it was subscribed to
     * @return what that changed
     */
    public Change unsubscribe(Subscriber subscriber, byte[] topic) {
        int place = prefixes.find(topic);
        if (place == PrefixTable.NONE || !subscriber.places.contains(place)) {
            return Change.NONE;
        }
        subscriber.places.remove(place);
        if (!leave(place, subscriber)) {
            return Change.SUBSCRIBER;
        }
        prefixes.remove(place);
        compactIfDue();
        return Change.TOPIC;
    }

    private void compactIfDue() {
        if (!prefixes.isCompactionDue()) {
            return;
        }
        prefixes.compact();
        for (int id = 0; id < ids; id++) {
            if (subscribers[id] != null) {
                subscribers[id].places.clear();
            }
        }
        prefixes.forEach(place -> {
            int value = prefixes.value(place);
            if (value >= 0) {
                subscribers[value].places.add(place);
            } else {
                sets[~value].forEach(id -> subscribers[id].places.add(place));
            }
        });
    }

    /**
     * Finds the peers that want a message, each once: {@link #matched} gives them.
     *
     * @param topic first bytes of the message from an offset on; {@link #longestTopic()} bytes, if it has as many
     * @param from the offset
     * @param length how many bytes there are
     * @param inverted whether those are wanted that do not match
     * @return how many peers
     */
    public int match(byte[] topic, int from, int length, boolean inverted) {
        stamp++;
        matchedCount = 0;
        prefixes.beginMatching(topic, from, length);
        while (prefixes.nextMatch(topic, from, length) != PrefixTable.NONE) {
            int value = prefixes.matchedValue();
            if (value >= 0) {
                collect(value);
            } else {
                sets[~value].forEach(collector);
            }
        }
        if (inverted) {
            invert();
        }
        return matchedCount;
    }

    private void collect(int id) {
        if (stamps[id] != stamp) {
            stamps[id] = stamp;
            matched[matchedCount++] = id;
        }
    }

    private void invert() {
        matchedCount = 0;
        for (int id = 0; id < ids && matchedCount < subscriberCount; id++) {
            @Nullable Subscriber each = subscribers[id];
            if (each != null && stamps[id] != stamp) {
                matched[matchedCount++] = id;
            }
        }
    }

    /**
     * Gives a peer found by {@link #match}; they are in no particular order.
     *
     * @param index from 0 on
     * @return the peer
     */
    public Subscriber matched(int index) {
        return subscribers[matched[index]];
    }
}
