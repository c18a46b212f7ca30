package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.MemoryAccount;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for what is encoded or decoded ahead. More than the smallest buffer is taken only while half of the limit is
 * free, so that bytes that wait there for room in a queue never hold the memory that the queue needs.
 */
final class StagingMemory {

    private StagingMemory() {}

    /**
     * Takes a buffer that makes work quicker, and is not necessary.
     *
     * @param pool where it comes from
     * @param capacity of {@link BufferPool#capacityFor}
     * @return the buffer, or {@code null} when memory is scarce
     */
    static @Nullable ByteBuffer takeIfPlenty(BufferPool pool, int capacity) {
        MemoryAccount account = pool.account();
        return account.used() + capacity <= account.limit() >> 1 ? pool.take(capacity) : null;
    }

    /** {@return whether more than half of the limit is in use, so that nothing is kept for later} */
    static boolean isScarce(BufferPool pool) {
        MemoryAccount account = pool.account();
        return account.used() > account.limit() >> 1;
    }
}
