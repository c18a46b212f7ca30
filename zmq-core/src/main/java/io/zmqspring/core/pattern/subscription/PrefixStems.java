package io.zmqspring.core.pattern.subscription;

/**
 * The stems of the prefixes of a {@link PrefixTable}: the first 64, 128, 256, … bytes of each prefix that is longer.
 * A topic whose first 64 bytes are no stem has no prefix that is longer. So a publisher looks up only those of the
 * lengths of all topics that may match. Kept is a seeded hash of each stem, and how many prefixes have it; two stems
 * of one hash cost a look-up, and no more. A stem takes 10 to 20 bytes. One thread at a time.
 *
 * <pre>
 *   slot  | hash, 32 bits | number of prefixes, 32 bits; 0 for an empty slot |
 * </pre>
 */
final class PrefixStems {

    /** Length of the shortest stem, in bytes. Each further stem has twice the length of the previous stem. */
    static final int SHORTEST = 64;

    private static final long COUNT_MASK = 0xFFFF_FFFFL;
    private static final int MIN_SLOTS = 8;

    private long[] slots = new long[MIN_SLOTS];
    private int used;

    /** {@return memory in bytes} */
    long bytes() {
        return (long) slots.length * Long.BYTES;
    }

    /** {@return whether a prefix has a stem of this hash} */
    boolean has(int hash) {
        return slots[slotOf(hash)] != 0;
    }

    /**
     * Adds the stems of a prefix, or none when there is no memory for them.
     *
     * @param prefix of any length
     * @param hasher is begun here
     */
    void add(byte[] prefix, PrefixHash hasher) {
        reserve(prefix.length);
        hasher.begin();
        for (int length = SHORTEST; length < prefix.length; length <<= 1) {
            int hash = hasher.next(prefix, 0, length);
            int slot = slotOf(hash);
            if (slots[slot] == 0) {
                slots[slot] = (long) hash << Integer.SIZE;
                used++;
            }
            slots[slot]++;
        }
    }

    /** Reserves room for the stems of a prefix, so that to add them cannot fail. */
    private void reserve(int length) {
        int needed = used;
        for (int stem = SHORTEST; stem < length; stem <<= 1) {
            needed++;
        }
        while (needed * 4L > slots.length * 3L) {
            grow();
        }
    }

    /**
     * Removes the stems of a prefix.
     *
     * @param entries have the prefix
     * @param place of the prefix
     * @param hasher is begun here
     */
    void remove(PrefixEntries entries, int place, PrefixHash hasher) {
        int length = entries.length(place);
        hasher.begin();
        for (int stem = SHORTEST; stem < length; stem <<= 1) {
            int slot = slotOf(entries.hash(place, stem, hasher));
            if ((--slots[slot] & COUNT_MASK) == 0) {
                used--;
                close(slot);
            }
        }
    }

    /** {@return the slot of a hash, or the empty one where it would be} */
    private int slotOf(int hash) {
        int mask = slots.length - 1;
        int slot = home(hash, mask);
        while (slots[slot] != 0 && hashOf(slots[slot]) != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int home(int hash, int mask) {
        return hash >>> Integer.numberOfLeadingZeros(mask);
    }

    private static int hashOf(long slot) {
        return (int) (slot >>> Integer.SIZE);
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length << 1];
        for (long each : before) {
            if (each != 0) {
                slots[slotOf(hashOf(each))] = each;
            }
        }
    }

    /** Moves up those that could not stand in their own slot, so that no gap is within a run. */
    private void close(int emptied) {
        int mask = slots.length - 1;
        int gap = emptied;
        for (int slot = gap + 1 & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            if ((slot - home(hashOf(slots[slot]), mask) & mask) >= (slot - gap & mask)) {
                slots[gap] = slots[slot];
                gap = slot;
            }
        }
        slots[gap] = 0;
    }
}
