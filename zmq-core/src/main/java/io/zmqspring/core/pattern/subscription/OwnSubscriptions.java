package io.zmqspring.core.pattern.subscription;

import java.util.function.Consumer;

/**
 * Subscriptions of a subscriber itself, and their number: as many cancellations as subscriptions end it (libzmq's
 * rule). One thread at a time.
 */
public final class OwnSubscriptions {

    private final PrefixTable prefixes = new PrefixTable();

    /** Creates it without subscriptions. */
    public OwnSubscriptions() {}

    /** {@return how many different topics there are} */
    public int topics() {
        return prefixes.size();
    }

    /** {@return memory of the topics in bytes} */
    long bytes() {
        return prefixes.bytes();
    }

    /** {@return length of the longest of them in bytes} */
    public int longestTopic() {
        return prefixes.longest();
    }

    /**
     * Subscribes once more.
     *
     * @param topic the first bytes of the messages that are wanted; copied
     * @return whether it is the first time
     */
    public boolean add(byte[] topic) {
        int place = prefixes.addIfAbsent(topic, 1);
        if (place < 0) {
            return true;
        }
        prefixes.value(place, Math.addExact(prefixes.value(place), 1));
        return false;
    }

    /**
     * Cancels one subscription.
     *
     * @param topic as it was subscribed to; nothing happens when it was not
     * @return whether it was the last of that topic
     */
    public boolean remove(byte[] topic) {
        int place = prefixes.find(topic);
        if (place == PrefixTable.NONE) {
            return false;
        }
        int count = prefixes.value(place);
        if (count > 1) {
            prefixes.value(place, count - 1);
            return false;
        }
        prefixes.remove(place);
        if (prefixes.isCompactionDue()) {
            prefixes.compact();
        }
        return true;
    }

    /**
     * Looks whether a message is wanted.
     *
     * @param topic its first {@link #longestTopic()} bytes, if it has as many
     * @param length how many bytes there are
     * @return whether a subscription matches
     */
    public boolean matches(byte[] topic, int length) {
        prefixes.beginMatching(topic, 0, length);
        return prefixes.nextMatch(topic, 0, length) != PrefixTable.NONE;
    }

    /**
     * Gives away copies of topics.
     *
     * @param most how many at most
     * @param target gets each topic once, in no particular order
     */
    public void copyTopics(int most, Consumer<byte[]> target) {
        int[] left = {most};
        prefixes.forEach(place -> {
            if (left[0] > 0) {
                left[0]--;
                target.accept(prefixes.prefix(place));
            }
        });
    }
}
