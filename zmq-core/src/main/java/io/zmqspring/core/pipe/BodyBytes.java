package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.MemoryAccount;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of the large bodies in one queue, counted for the queue and for the context. Bodies that several queues hold
 * count for each queue, and once for the context: {@link SharedCharge}. Any thread.
 */
final class BodyBytes {

    private static final long ABANDONED = Long.MIN_VALUE >> 1;

    private final MemoryAccount account;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong sharedBytes = new AtomicLong();

    BodyBytes(MemoryAccount account) {
        this.account = account;
    }

    MemoryAccount account() {
        return account;
    }

    /** {@return bytes in the queue, published ones only} */
    long get() {
        return Math.max(0, bytes.get()) + Math.max(0, sharedBytes.get());
    }

    /**
     * Adds bodies whose charge is shared with other queues.
     *
     * @return whether they count; {@code false} when nobody will take them
     */
    boolean addShared(long added) {
        return sharedBytes.addAndGet(added) >= 0;
    }

    /** A body was taken from the queue. */
    void taken(LargeBody body) {
        if (body.share() == null) {
            add(-body.bytes().length);
        } else {
            sharedBytes.addAndGet(-body.bytes().length);
            body.releaseShare();
        }
    }

    /** Adds to the queue, or takes from it when negative. */
    void add(long change) {
        if (bytes.addAndGet(change) >= 0) {
            if (change > 0) {
                account.claim(change);
            } else {
                account.release(-change);
            }
        }
    }

    /** Adds to the queue what the account has already. */
    void adopt(long claimed) {
        if (bytes.addAndGet(claimed) < 0) {
            account.release(claimed);
        }
    }

    /** Nobody will take what is in the queue. */
    void abandon() {
        sharedBytes.set(ABANDONED);
        long left = bytes.getAndSet(ABANDONED);
        if (left > 0) {
            account.release(left);
        }
    }
}
