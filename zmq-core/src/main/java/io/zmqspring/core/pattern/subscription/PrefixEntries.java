package io.zmqspring.core.pattern.subscription;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The prefixes of a {@link PrefixTable}, one behind the other in chunks, and a number with each. An entry stays where
 * it is; a removed one only counts. One thread at a time.
 *
 * <pre>
 *   entry  | number, 32 bits | length of the prefix, 32 bits | prefix | padding to 8 bytes |
 * </pre>
 */
final class PrefixEntries {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 8;
    private static final int UNIT_SHIFT = 3;
    private static final int CHUNK_SHIFT = 20;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK - 1;

    /** Length of the longest prefix in bytes: an entry lies within one chunk. */
    static final int MAX_PREFIX = CHUNK - HEADER;

    private static final long MAX_BYTES = 1L << 34;

    private byte[][] chunks = {new byte[64]};
    private long end;
    private long deadBytes;

    /** {@return whether removed entries take more than is worth keeping} */
    boolean isCompactionDue() {
        return deadBytes > CHUNK && deadBytes > end >> 1;
    }

    /** {@return memory of the entries in bytes} */
    long bytes() {
        long bytes = 0;
        for (byte[] chunk : chunks) {
            bytes += chunk == null ? 0 : chunk.length;
        }
        return bytes;
    }

    private byte[] chunkOf(int place) {
        return chunks[place >>> CHUNK_SHIFT - UNIT_SHIFT];
    }

    private static int offsetOf(int place) {
        return (place & CHUNK_MASK >> UNIT_SHIFT) << UNIT_SHIFT;
    }

    /** {@return the number of an entry} */
    int value(int place) {
        return (int) INTS.get(chunkOf(place), offsetOf(place));
    }

    void value(int place, int value) {
        INTS.set(chunkOf(place), offsetOf(place), value);
    }

    /** {@return length of the prefix of an entry in bytes} */
    int length(int place) {
        return (int) INTS.get(chunkOf(place), offsetOf(place) + Integer.BYTES);
    }

    /** {@return the prefix of an entry, a copy} */
    byte[] prefix(int place) {
        byte[] chunk = chunkOf(place);
        int at = offsetOf(place);
        return Arrays.copyOfRange(chunk, at + HEADER, at + HEADER + (int) INTS.get(chunk, at + Integer.BYTES));
    }

    /** {@return hash of the prefix of an entry} */
    int hash(int place, PrefixHash hash) {
        hash.begin();
        return hash(place, length(place), hash);
    }

    /** {@return hash of the first bytes of the prefix of an entry, so many as {@link PrefixHash#next} wants them} */
    int hash(int place, int length, PrefixHash hash) {
        return hash.next(chunkOf(place), offsetOf(place) + HEADER, length);
    }

    /** {@return whether the bytes from an index up to the length of a prefix are those of a topic} */
    boolean isSame(int place, int index, int length, byte[] topic, int from) {
        int at = offsetOf(place) + HEADER;
        return Arrays.equals(chunkOf(place), at + index, at + length, topic, from + index, from + length);
    }

    private static int padded(int bytes) {
        return bytes + (1 << UNIT_SHIFT) - 1 & -(1 << UNIT_SHIFT);
    }

    /**
     * Adds an entry.
     *
     * @param prefix {@link #MAX_PREFIX} bytes at most; copied
     * @param value its number
     * @return its place, in units of 8 bytes
     * @throws IllegalArgumentException when the prefix is longer
     * @throws IllegalStateException when the entries would take more than 16 GiB
     */
    int add(byte[] prefix, int value) {
        int place = allocate(HEADER + prefix.length);
        byte[] chunk = chunkOf(place);
        int at = offsetOf(place);
        INTS.set(chunk, at, value);
        INTS.set(chunk, at + Integer.BYTES, prefix.length);
        System.arraycopy(prefix, 0, chunk, at + HEADER, prefix.length);
        return place;
    }

    private int allocate(int bytes) {
        int padded = padded(bytes);
        if (padded > CHUNK) {
            throw new IllegalArgumentException(
                    "a topic is too long to subscribe to: bytes=" + (bytes - HEADER) + ", most=" + (CHUNK - HEADER));
        }
        if ((end & CHUNK_MASK) + padded > CHUNK) {
            long skipped = CHUNK - (end & CHUNK_MASK);
            deadBytes += skipped;
            end += skipped;
        }
        if (end + padded > MAX_BYTES) {
            throw new IllegalStateException("the subscriptions take too much memory: bytes=" + end);
        }
        int index = (int) (end >> CHUNK_SHIFT);
        if (index == chunks.length) {
            chunks = Arrays.copyOf(chunks, index + 1 + (index >> 1));
        }
        byte[] chunk = chunks[index];
        int needed = (int) (end & CHUNK_MASK) + padded;
        if (chunk == null) {
            chunks[index] = new byte[CHUNK];
        } else if (chunk.length < needed) {
            chunks[index] = Arrays.copyOf(chunk, Math.min(CHUNK, Math.max(needed, chunk.length << 1)));
        }
        int place = (int) (end >> UNIT_SHIFT);
        end += padded;
        return place;
    }

    /** Counts an entry as removed. */
    void remove(int place) {
        deadBytes += padded(HEADER + length(place));
    }
}
