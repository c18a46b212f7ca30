package io.zmqspring.core.request;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are not over, found by their number. The low bits of a number are the slot, and every number is used
 * once, so a number that comes back late finds nothing, or another request whose number differs. One thread at a time
 * adds; any thread finds and removes, and only one removes a given request.
 *
 * <p>It has at least twice as many slots as requests, so that looking for a free one passes over less than one taken
 * slot on average, however long some requests stay.
 *
 * @param <T> the requests
 */
final class SlotTable<T extends Numbered> {

    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;
    private final long first;
    private volatile long next;

    /** @param most requests at a time */
    SlotTable(int most) {
        int capacity = Math.max(2, Integer.highestOneBit(2 * most - 1) << 1);
        this.slots = new AtomicReferenceArray<>(capacity);
        this.mask = capacity - 1;
        this.first = ThreadLocalRandom.current().nextLong();
        this.next = first;
    }

    /**
     * Adds a request and gives it a number.
     *
     * @param request of which the table has room for one more
     */
    void add(T request) {
        long number = next;
        while (slots.getAcquire((int) number & mask) != null) {
            number++;
        }
        request.number(number);
        next = number + 1;
        slots.setRelease((int) number & mask, request);
    }

    /** {@return the request of a number, or {@code null}} */
    @Nullable T find(long number) {
        T request = slots.getAcquire((int) number & mask);
        return request != null && request.number() == number ? request : null;
    }

    /** {@return whether the request was in the table, and the caller has removed it} */
    boolean remove(T request) {
        return slots.compareAndSet((int) request.number() & mask, request, null);
    }

    /** {@return whether a request of this number was added at some time} */
    boolean wasGiven(long number) {
        return Long.compareUnsigned(number - first, next - first) < 0;
    }

    /** {@return how many slots there are} */
    int capacity() {
        return mask + 1;
    }

    /** {@return the request in a slot, or {@code null}} */
    @Nullable T get(int slot) {
        return slots.getAcquire(slot);
    }
}
