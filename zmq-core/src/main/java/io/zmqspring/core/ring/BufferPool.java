package io.zmqspring.core.ring;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for rings, by powers of two. Any thread may take and give. Memory beyond what the pool may keep is left to the
 * garbage collector.
 */
public final class BufferPool {

    /** Smallest buffer, in bytes. */
    public static final int SMALLEST = 1 << 12;

    /** Largest buffer, in bytes. */
    public static final int LARGEST = 1 << 30;

    private static final int LARGEST_KEPT = 1 << 20;
    private static final int CLASSES =
            Integer.numberOfTrailingZeros(LARGEST_KEPT) - Integer.numberOfTrailingZeros(SMALLEST) + 1;

    private final long mostKeptBytes;
    private final ConcurrentLinkedQueue<ByteBuffer>[] free;
    private final AtomicLong keptBytes = new AtomicLong();

    /** @param mostKeptBytes how many bytes it may keep for the next taker */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public BufferPool(long mostKeptBytes) {
        this.mostKeptBytes = mostKeptBytes;
        this.free = new ConcurrentLinkedQueue[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new ConcurrentLinkedQueue<>();
        }
    }

    /**
     * Rounds up to a size the pool has.
     *
     * @param bytes at most {@link #LARGEST}
     * @return a power of two, at least {@link #SMALLEST}
     */
    public static int capacityFor(long bytes) {
        if (bytes > LARGEST) {
            throw new IllegalArgumentException("no ring is that large: bytes=" + bytes + ", largest=" + LARGEST);
        }
        return bytes <= SMALLEST ? SMALLEST : Integer.highestOneBit((int) bytes - 1) << 1;
    }

    /**
     * Takes a buffer.
     *
     * @param capacity of {@link #capacityFor}
     * @return direct, big-endian, of exactly that capacity, its content arbitrary
     */
    public ByteBuffer take(int capacity) {
        if (capacity <= LARGEST_KEPT) {
            @Nullable ByteBuffer kept = free[sizeClass(capacity)].poll();
            if (kept != null) {
                keptBytes.addAndGet(-capacity);
                return kept;
            }
        }
        return ByteBuffer.allocateDirect(capacity);
    }

    /** @param buffer taken here; nobody may touch it afterwards */
    public void give(ByteBuffer buffer) {
        int capacity = buffer.capacity();
        if (capacity > LARGEST_KEPT) {
            return;
        }
        if (keptBytes.addAndGet(capacity) > mostKeptBytes) {
            keptBytes.addAndGet(-capacity);
        } else {
            try {
                free[sizeClass(capacity)].add(buffer.clear());
            } catch (OutOfMemoryError noRoomToRememberIt) {
                // Giving back never fails: it is the last step of what must not stop half-way. The buffer is left to
                // the garbage collector.
                keptBytes.addAndGet(-capacity);
            }
        }
    }

    /** {@return how many bytes it keeps for the next taker} */
    public long keptBytes() {
        return keptBytes.get();
    }

    private static int sizeClass(int capacity) {
        return Integer.numberOfTrailingZeros(capacity) - Integer.numberOfTrailingZeros(SMALLEST);
    }
}
