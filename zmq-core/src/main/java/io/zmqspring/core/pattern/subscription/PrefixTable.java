package io.zmqspring.core.pattern.subscription;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A map from topic prefixes to numbers that finds all prefixes of a topic: a hash table, looked up once for each length
 * that any prefix has, and for lengths above 64 bytes only where the topic has a stem of them, see {@link PrefixStems}.
 * It also serves as a map of whole byte strings. A slot has all that a look-up needs of a prefix
 * of up to 16 bytes, and two slots are as long as a cache line. So a look-up costs one access to memory, whatever the
 * number of prefixes; a prefix that is longer and found costs a second. A prefix takes its bytes, eight more, at most 7
 * of padding and 40 to 80 of the table. One thread at a time.
 *
 * <pre>
 *   slot  | hash, 32 bits          | place in {@link PrefixEntries} plus one, 32 bits; 0 for an empty slot |
 *         | length, 32 bits        | number, 32 bits                                                       |
 *         | first 8 bytes of the prefix, zeros behind it                                                   |
 *         | next 8 bytes                                                                                   |
 * </pre>
 */
public final class PrefixTable {

    /** No entry. */
    public static final int NONE = -1;

    /** Length of the longest prefix in bytes. */
    static final int MAX_PREFIX = PrefixEntries.MAX_PREFIX;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BYTE_MASK = 0xFF;
    private static final long LOW_MASK = 0xFFFF_FFFFL;

    /** So many bytes of a prefix are in its slot. */
    private static final int IN_SLOT = 2 * Long.BYTES;

    private static final int SLOT_SHIFT = 2;
    private static final int SLOT = 1 << SLOT_SHIFT;

    /**
     * Longs ahead of the first slot: an array begins with a header of 16 bytes, and a large one where a page does, so
     * that a cache line begins there.
     */
    private static final int AHEAD = 6;

    private static final int MIN_SLOTS = 8;
    private static final int MAX_SLOTS = 1 << 28;

    private final PrefixHash hash;
    private final PrefixLengths lengths = new PrefixLengths();
    private PrefixEntries entries = new PrefixEntries();
    private PrefixStems stems = new PrefixStems();
    private long[] words;

    /** Number of slots, a power of two, less one. */
    private int mask;

    private int size;
    private int nextLength;

    /** Prefixes up to this length are looked up without a look at the stem that is so long. */
    private int knownStem;

    private long firstWord;
    private long secondWord;
    private int matchedValue;

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
    public PrefixTable() {
        this(new PrefixHash());
    }

    /** @param hash of the prefixes */
    PrefixTable(PrefixHash hash) {
        this(hash, MIN_SLOTS);
    }

    private PrefixTable(PrefixHash hash, int slots) {
        this.hash = hash;
        this.words = wordsFor(slots);
        this.mask = slots - 1;
    }

    private static long[] wordsFor(int slots) {
        return new long[AHEAD + (slots << SLOT_SHIFT)];
    }

    /** {@return how many prefixes there are} */
    public int size() {
        return size;
    }

    /** {@return length of the longest prefix in bytes, 0 when there is none} */
    int longest() {
        return lengths.longest();
    }

    /** {@return memory of the table in bytes, without the headers of its arrays} */
    long bytes() {
        return entries.bytes() + stems.bytes() + (long) words.length * Long.BYTES;
    }

    /** {@return whether removed entries take more than is worth keeping, so that {@link #compact} is due} */
    public boolean isCompactionDue() {
        return entries.isCompactionDue();
    }

    /**
     * Finds a prefix.
     *
     * @param prefix the whole prefix
     * @return place of its entry, or {@link #NONE}
     */
    public int find(byte[] prefix) {
        int at = find(hashOf(prefix), prefix.length, first(prefix), second(prefix), prefix, 0);
        return at == NONE ? NONE : placeOf(words[at]);
    }

    /**
     * Finds the number that belongs to a prefix.
     *
     * @param array with the whole prefix
     * @param from index of its first byte
     * @param length of the prefix in bytes
     * @return the number, or {@link #NONE}
     */
    public int findValue(byte[] array, int from, int length) {
        hash.begin();
        int wanted = hash.next(array, from, length);
        long first = load(array, from, length);
        long second = load(array, from + Long.BYTES, length - Long.BYTES);
        int at = find(wanted, length, first, second, array, from);
        return at == NONE ? NONE : (int) words[at + 1];
    }

    private int hashOf(byte[] prefix) {
        hash.begin();
        return hash.next(prefix, 0, prefix.length);
    }

    private static long first(byte[] prefix) {
        return load(prefix, 0, prefix.length);
    }

    private static long second(byte[] prefix) {
        return load(prefix, Long.BYTES, prefix.length - Long.BYTES);
    }

    /** {@return eight bytes from an index on, or as many as there are, with zeros behind} */
    private static long load(byte[] bytes, int from, int available) {
        if (available >= Long.BYTES) {
            return (long) LONGS.get(bytes, from);
        }
        long word = 0;
        for (int i = available - 1; i >= 0; i--) {
            word = word << Byte.SIZE | bytes[from + i] & BYTE_MASK;
        }
        return word;
    }

    /** {@return the first bytes of a word, with zeros behind} */
    private static long keep(long word, int bytes) {
        if (bytes >= Long.BYTES) {
            return word;
        }
        return bytes <= 0 ? 0 : word & -1L >>> Long.SIZE - bytes * Byte.SIZE;
    }

    /**
     * {@return index of the slot, or {@link #NONE}}
     *
     * <p>A line has two slots. The code computes which of them holds the hash, and does not branch. A branch that the
     * processor predicts wrongly would throw away the look-up of the next prefix, which it has begun already.
     */
    private int find(int wanted, int length, long first, long second, byte[] topic, int from) {
        long[] table = words;
        int slot = home(wanted, mask);
        while (true) {
            int at = AHEAD + (slot << SLOT_SHIFT);
            long word = table[at];
            int differs = (int) (word >>> Integer.SIZE) ^ wanted;
            int likely = at + ((differs | -differs) >>> Integer.SIZE - 1 << SLOT_SHIFT);
            if (isAt(table, likely, wanted, length, first, second) && isAt(table, likely, length, topic, from)) {
                return likely;
            }
            if (word == 0) {
                return NONE;
            }
            int next = at + SLOT;
            if (likely == at
                    && isAt(table, next, wanted, length, first, second)
                    && isAt(table, next, length, topic, from)) {
                return next;
            }
            if (table[next] == 0) {
                return NONE;
            }
            slot = slot + 2 & mask;
        }
    }

    private static boolean isAt(long[] table, int at, int wanted, int length, long first, long second) {
        return ((table[at] >>> Integer.SIZE ^ wanted & LOW_MASK)
                        | (table[at + 1] >>> Integer.SIZE ^ length)
                        | (table[at + 2] ^ first)
                        | (table[at + 3] ^ second))
                == 0;
    }

    /** {@return whether also the bytes are the same that are not in the slot, and the slot is not empty} */
    private boolean isAt(long[] table, int at, int length, byte[] topic, int from) {
        return (table[at] & LOW_MASK) != 0
                && (length <= IN_SLOT || entries.isSame(placeOf(table[at]), IN_SLOT, length, topic, from));
    }

    /** The places are spread by the upper bits, of which a larger table uses more. A search begins at an even slot. */
    private static int home(int hash, int mask) {
        return hash >>> Integer.numberOfLeadingZeros(mask) & -2;
    }

    private static int hashOf(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    private static int placeOf(long word) {
        return (int) word - 1;
    }

    /**
     * Gives the number that belongs to an entry.
     *
     * @param place of the entry
     * @return the number
     */
    public int value(int place) {
        return entries.value(place);
    }

    /**
     * Sets the number that belongs to an entry.
     *
     * @param place of the entry
     * @param value any
     */
    public void value(int place, int value) {
        entries.value(place, value);
        int at = AHEAD + (slotOf(place) << SLOT_SHIFT) + 1;
        words[at] = words[at] & ~LOW_MASK | value & LOW_MASK;
    }

    /** {@return the prefix of an entry, a copy} */
    byte[] prefix(int place) {
        return entries.prefix(place);
    }

    /** {@return length of the prefix of an entry in bytes} */
    int prefixLength(int place) {
        return entries.length(place);
    }

    private int slotOf(int place) {
        int slot = home(entries.hash(place, hash), mask);
        while (placeOf(words[AHEAD + (slot << SLOT_SHIFT)]) != place) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /**
     * Adds a prefix.
     *
     * @param prefix not in the table, less than a MiB long; copied
     * @param value any
     * @return place of its entry
     * @throws IllegalStateException when the prefixes would take more than 16 GiB, or are more than 200 million
     */
    public int add(byte[] prefix, int value) {
        return insert(prefix, value, hashOf(prefix));
    }

    /**
     * Adds a prefix unless it is there.
     *
     * @param prefix less than a MiB long; copied
     * @param value of a new entry
     * @return place of the entry that was there, or the complement of the place of the new one
     * @throws IllegalStateException as {@link #add}
     */
    int addIfAbsent(byte[] prefix, int value) {
        int wanted = hashOf(prefix);
        int at = find(wanted, prefix.length, first(prefix), second(prefix), prefix, 0);
        return at == NONE ? ~insert(prefix, value, wanted) : placeOf(words[at]);
    }

    private int insert(byte[] prefix, int value, int wanted) {
        int length = prefix.length;
        if (size + 1 > mostIn(mask + 1)) {
            grow();
        }
        lengths.reserve();
        int place = addEntry(prefix, value);
        int at = AHEAD + (freeSlot(words, wanted, mask) << SLOT_SHIFT);
        words[at] = (long) wanted << Integer.SIZE | place + 1 & LOW_MASK;
        words[at + 1] = (long) length << Integer.SIZE | value & LOW_MASK;
        words[at + 2] = first(prefix);
        words[at + 3] = second(prefix);
        lengths.add(length);
        size++;
        return place;
    }

    /** Adds an entry and its stems, or nothing when there is no memory for them. */
    private int addEntry(byte[] prefix, int value) {
        int place = entries.add(prefix, value);
        boolean added = false;
        try {
            stems.add(prefix, hash);
            added = true;
        } finally {
            if (!added) {
                entries.remove(place);
            }
        }
        return place;
    }

    /** {@return how many prefixes may be in so many slots} */
    private static int mostIn(int slots) {
        return slots - (slots >> 2) + (slots >> 4);
    }

    private static int freeSlot(long[] table, int hash, int mask) {
        int slot = home(hash, mask);
        while (table[AHEAD + (slot << SLOT_SHIFT)] != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int slots = mask + 1;
        if (slots == MAX_SLOTS) {
            throw new IllegalStateException("there are too many subscriptions: topics=" + size);
        }
        long[] larger = wordsFor(slots << 1);
        int largerMask = (slots << 1) - 1;
        for (int at = AHEAD; at < words.length; at += SLOT) {
            if (words[at] != 0) {
                int slot = freeSlot(larger, hashOf(words[at]), largerMask);
                System.arraycopy(words, at, larger, AHEAD + (slot << SLOT_SHIFT), SLOT);
            }
        }
        words = larger;
        mask = largerMask;
    }

    /**
     * Removes an entry. Its place is not used again before {@link #compact}.
     *
     * @param place of the entry
     */
    public void remove(int place) {
        close(slotOf(place));
        lengths.remove(entries.length(place));
        stems.remove(entries, place, hash);
        entries.remove(place);
        size--;
        if (size == 0) {
            stems = new PrefixStems();
            words = wordsFor(MIN_SLOTS);
            mask = MIN_SLOTS - 1;
            entries = new PrefixEntries();
        }
    }

    /** Moves up those that could not stand in their own slot, so that no gap is within a run. */
    private void close(int emptied) {
        int gap = emptied;
        for (int slot = gap + 1 & mask; words[AHEAD + (slot << SLOT_SHIFT)] != 0; slot = slot + 1 & mask) {
            int at = AHEAD + (slot << SLOT_SHIFT);
            int home = home(hashOf(words[at]), mask);
            if ((slot - home & mask) >= (slot - gap & mask)) {
                System.arraycopy(words, at, words, AHEAD + (gap << SLOT_SHIFT), SLOT);
                gap = slot;
            }
        }
        words[AHEAD + (gap << SLOT_SHIFT)] = 0;
    }

    /** Moves all entries together: every place changes. */
    public void compact() {
        int slots = MIN_SLOTS;
        while (size > mostIn(slots)) {
            slots <<= 1;
        }
        // It must not grow: prefixes in the order of their hashes would all begin in one half of a smaller one.
        PrefixTable compacted = new PrefixTable(hash, slots);
        forEach(place -> compacted.add(prefix(place), value(place)));
        entries = compacted.entries;
        stems = compacted.stems;
        words = compacted.words;
        mask = compacted.mask;
    }

    /**
     * Calls an action for each entry. It must not change the table.
     *
     * @param action for each
     */
    void forEach(EntryConsumer action) {
        for (int at = AHEAD; at < words.length; at += SLOT) {
            if (words[at] != 0) {
                action.accept(placeOf(words[at]));
            }
        }
    }

    /**
     * Begins to look for the prefixes of a topic, the shortest first.
     *
     * @param topic begins at an offset; at least its first {@link #longest()} bytes, if it has as many
     * @param from the offset
     * @param length of the topic
     */
    void beginMatching(byte[] topic, int from, int length) {
        hash.begin();
        firstWord = load(topic, from, length);
        secondWord = load(topic, from + Long.BYTES, length - Long.BYTES);
        nextLength = 0;
        knownStem = PrefixStems.SHORTEST;
    }

    /**
     * Finds the next prefix of a topic, after {@link #beginMatching}.
     *
     * @param topic as there
     * @param from as there
     * @param length as there
     * @return place of the entry, or {@link #NONE} when there is no more
     */
    int nextMatch(byte[] topic, int from, int length) {
        while (nextLength < lengths.count() && lengths.get(nextLength) <= length) {
            int wanted = lengths.get(nextLength++);
            if (wanted > knownStem && !hasStems(topic, from, wanted)) {
                nextLength = lengths.count();
                return NONE;
            }
            int at = find(
                    hash.next(topic, from, wanted),
                    wanted,
                    keep(firstWord, wanted),
                    keep(secondWord, wanted - Long.BYTES),
                    topic,
                    from);
            if (at != NONE) {
                matchedValue = (int) words[at + 1];
                return placeOf(words[at]);
            }
        }
        return NONE;
    }

    /** {@return whether the topic has every stem that a prefix of a length has; if not, none is as long} */
    private boolean hasStems(byte[] topic, int from, int length) {
        for (; knownStem < length; knownStem <<= 1) {
            if (!stems.has(hash.next(topic, from, knownStem))) {
                return false;
            }
        }
        return true;
    }

    /** {@return the number that belongs to the entry {@link #nextMatch} has found} */
    int matchedValue() {
        return matchedValue;
    }
}
