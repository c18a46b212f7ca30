package io.zmqspring.core.pattern.subscription;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A map from topic prefixes to numbers that finds all prefixes of a topic: a hash table, looked up once for each length
 * that any prefix has. Each look-up costs two accesses to memory, whatever the number of prefixes. A prefix takes its
 * bytes, eight more, at most 7 of padding and some 16 of the table. One thread at a time.
 *
 * <pre>
 *   slot   | hash, 32 bits | place of the entry in units of 8 bytes, plus one; 0 for none |
 *   entry  | value, 32 bits | length of the prefix, 32 bits | prefix | padding to 8 bytes |
 * </pre>
 *
 * <p>Entries stand in chunks, one behind the other. Removed ones are left where they are until they take more than
 * those in use; then all are moved together, and their places change.
 */
public final class PrefixTable {

    /** No entry. */
    static final int NONE = -1;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 8;
    private static final int UNIT_SHIFT = 3;
    private static final int CHUNK_SHIFT = 20;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK - 1;

    /** Length of the longest prefix in bytes: an entry lies within one chunk. */
    static final int MAX_PREFIX = CHUNK - HEADER;

    private static final int MIN_SLOTS = 16;
    private static final long PLACE_MASK = 0xFFFF_FFFFL;
    private static final long MAX_BYTES = 1L << 34;

    private final PrefixHash hash = new PrefixHash();
    private final PrefixLengths lengths = new PrefixLengths();
    private long[] slots = new long[MIN_SLOTS];
    private byte[][] chunks = {new byte[64]};
    private long end;
    private long deadBytes;
    private int size;
    private int nextLength;

    /** Called for each entry. */
    @FunctionalInterface
    interface EntryConsumer {

        /**
         * One entry.
         *
         * @param place of the entry
         */
        void accept(int place);
    }

    /** Creates an empty table. */
    PrefixTable() {}

    /** {@return how many prefixes there are} */
    int size() {
        return size;
    }

    /** {@return length of the longest prefix in bytes, 0 when there is none} */
    int longest() {
        return lengths.longest();
    }

    /** {@return bytes that removed entries take more than is worth keeping, so that {@link #compact} is due} */
    boolean isCompactionDue() {
        return deadBytes > CHUNK && deadBytes > end >> 1;
    }

    /**
     * Finds a prefix.
     *
     * @param prefix the whole prefix
     * @return place of its entry, or {@link #NONE}
     */
    int find(byte[] prefix) {
        hash.begin();
        return find(hash.next(prefix, 0, prefix.length), prefix, 0, prefix.length);
    }

    private int find(int wanted, byte[] topic, int from, int length) {
        int mask = slots.length - 1;
        for (int i = home(wanted, mask); slots[i] != 0; i = i + 1 & mask) {
            if ((int) (slots[i] >>> Integer.SIZE) == wanted) {
                int place = placeOf(slots[i]);
                if (isAt(place, topic, from, length)) {
                    return place;
                }
            }
        }
        return NONE;
    }

    /** The places are spread by the upper bits, of which a larger table uses more. */
    private static int home(int hash, int mask) {
        return hash >>> Integer.numberOfLeadingZeros(mask);
    }

    private static int placeOf(long slot) {
        return (int) ((slot & PLACE_MASK) - 1);
    }

    private boolean isAt(int place, byte[] topic, int from, int length) {
        byte[] chunk = chunkOf(place);
        int at = offsetOf(place);
        return (int) INTS.get(chunk, at + Integer.BYTES) == length
                && Arrays.equals(chunk, at + HEADER, at + HEADER + length, topic, from, from + length);
    }

    private byte[] chunkOf(int place) {
        return chunks[place >>> CHUNK_SHIFT - UNIT_SHIFT];
    }

    private static int offsetOf(int place) {
        return (place & CHUNK_MASK >> UNIT_SHIFT) << UNIT_SHIFT;
    }

    /** {@return the number that belongs to an entry} */
    int value(int place) {
        return (int) INTS.get(chunkOf(place), offsetOf(place));
    }

    /** Sets the number that belongs to an entry. */
    void value(int place, int value) {
        INTS.set(chunkOf(place), offsetOf(place), value);
    }

    /** {@return the prefix of an entry, a copy} */
    byte[] prefix(int place) {
        byte[] chunk = chunkOf(place);
        int at = offsetOf(place);
        return Arrays.copyOfRange(chunk, at + HEADER, at + HEADER + (int) INTS.get(chunk, at + Integer.BYTES));
    }

    /** {@return length of the prefix of an entry in bytes} */
    int prefixLength(int place) {
        return (int) INTS.get(chunkOf(place), offsetOf(place) + Integer.BYTES);
    }

    /**
     * Adds a prefix.
     *
     * @param prefix not in the table, less than a MiB long; copied
     * @param value any
     * @return place of its entry
     * @throws IllegalStateException when the prefixes would take more than 16 GiB
     */
    int add(byte[] prefix, int value) {
        if (size + 1 > slots.length - (slots.length >> 2)) {
            grow();
        }
        lengths.reserve();
        int place = allocate(HEADER + prefix.length);
        byte[] chunk = chunkOf(place);
        int at = offsetOf(place);
        INTS.set(chunk, at, value);
        INTS.set(chunk, at + Integer.BYTES, prefix.length);
        System.arraycopy(prefix, 0, chunk, at + HEADER, prefix.length);
        hash.begin();
        insert(slots, (long) hash.next(prefix, 0, prefix.length) << Integer.SIZE | place + 1 & PLACE_MASK);
        lengths.add(prefix.length);
        size++;
        return place;
    }

    private static void insert(long[] into, long slot) {
        int mask = into.length - 1;
        int i = home((int) (slot >>> Integer.SIZE), mask);
        while (into[i] != 0) {
            i = i + 1 & mask;
        }
        into[i] = slot;
    }

    private void grow() {
        long[] larger = new long[slots.length << 1];
        for (long slot : slots) {
            if (slot != 0) {
                insert(larger, slot);
            }
        }
        slots = larger;
    }

    private static int padded(int bytes) {
        return bytes + (1 << UNIT_SHIFT) - 1 & -(1 << UNIT_SHIFT);
    }

    /** An entry lies within one chunk. */
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

    /**
     * Removes an entry. Its place is not used again before {@link #compact}.
     *
     * @param place of the entry
     */
    void remove(int place) {
        byte[] chunk = chunkOf(place);
        int at = offsetOf(place);
        int length = (int) INTS.get(chunk, at + Integer.BYTES);
        hash.begin();
        long wanted = place + 1 & PLACE_MASK;
        int mask = slots.length - 1;
        int i = home(hash.next(chunk, at + HEADER, length), mask);
        while ((slots[i] & PLACE_MASK) != wanted) {
            i = i + 1 & mask;
        }
        close(i, mask);
        lengths.remove(length);
        size--;
        deadBytes += padded(HEADER + length);
        if (size == 0) {
            slots = new long[MIN_SLOTS];
            chunks = new byte[][] {new byte[64]};
            end = 0;
            deadBytes = 0;
        }
    }

    /** Moves up those that could not stand in their own slot, so that no gap is within a run. */
    private void close(int emptied, int mask) {
        int gap = emptied;
        for (int i = gap + 1 & mask; slots[i] != 0; i = i + 1 & mask) {
            int home = home((int) (slots[i] >>> Integer.SIZE), mask);
            if ((i - home & mask) >= (i - gap & mask)) {
                slots[gap] = slots[i];
                gap = i;
            }
        }
        slots[gap] = 0;
    }

    /** Moves all entries together: every place changes. */
    void compact() {
        PrefixTable compacted = new PrefixTable();
        forEach(place -> compacted.add(prefix(place), value(place)));
        // The hashes of the other table have another point.
        chunks = compacted.chunks;
        end = compacted.end;
        deadBytes = compacted.deadBytes;
        int capacity = MIN_SLOTS;
        while (size > capacity - (capacity >> 2)) {
            capacity <<= 1;
        }
        long[] fresh = new long[capacity];
        compacted.forEach(place -> {
            byte[] prefix = compacted.prefix(place);
            hash.begin();
            insert(fresh, (long) hash.next(prefix, 0, prefix.length) << Integer.SIZE | place + 1 & PLACE_MASK);
        });
        slots = fresh;
    }

    /**
     * Calls an action for each entry. It must not change the table.
     *
     * @param action for each
     */
    void forEach(EntryConsumer action) {
        for (long slot : slots) {
            if (slot != 0) {
                action.accept(placeOf(slot));
            }
        }
    }

    /** Begins to look for the prefixes of a topic, the shortest first. */
    void beginMatching() {
        hash.begin();
        nextLength = 0;
    }

    /**
     * Finds the next prefix of a topic, after {@link #beginMatching}.
     *
     * @param topic begins at an offset; at least its first {@link #longest()} bytes, if it has as many
     * @param from the offset
     * @param length of the topic
     * @return place of the entry, or {@link #NONE} when there is no more
     */
    int nextMatch(byte[] topic, int from, int length) {
        while (nextLength < lengths.count() && lengths.get(nextLength) <= length) {
            int wanted = lengths.get(nextLength++);
            int place = find(hash.next(topic, from, wanted), topic, from, wanted);
            if (place != NONE) {
                return place;
            }
        }
        return NONE;
    }
}
