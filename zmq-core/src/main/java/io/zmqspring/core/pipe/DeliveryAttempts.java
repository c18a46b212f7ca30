package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.Cursor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts connections that ended in the middle of a message, for the messages of one queue. A message is identified by
 * its number in the queue, from 0 for the first that was ever in it. Any thread.
 */
public final class DeliveryAttempts {

    private final Cursor consumed;
    private final Map<Long, Integer> failed = new ConcurrentHashMap<>();

    DeliveryAttempts(Cursor consumed) {
        this.consumed = consumed;
    }

    /**
     * Counts a connection that ended in the middle of the next message.
     *
     * @return how many have so far, also while the message was in another queue
     */
    public int failed() {
        return add(consumed.messages(), 1);
    }

    /** {@return how many connections ended in the middle of the next message} */
    public int failedSoFar() {
        return failed.isEmpty() ? 0 : failed.getOrDefault(consumed.messages(), 0);
    }

    /**
     * Counts connections that ended in the middle of a message, and forgets messages that are consumed.
     *
     * @param message its number in this queue
     * @param count of connections
     * @return how many have so far
     */
    public int add(long message, int count) {
        long first = consumed.messages();
        failed.keySet().removeIf(number -> number < first);
        return failed.merge(message, count, Integer::sum);
    }
}
