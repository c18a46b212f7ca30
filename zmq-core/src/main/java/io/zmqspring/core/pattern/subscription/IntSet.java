package io.zmqspring.core.pattern.subscription;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of numbers from 0 on, each in four bytes of a hash table that is three quarters full at most. Numbers that are
 * near each other stand near each other there, so that to add one after the other needs few accesses to memory.
 */
final class IntSet {

    private static final int MIN_SLOTS = 4;
    private static final int SPREAD = 0x9E37_79B9;

    /** Four cache lines: so many numbers in a row have neighbouring slots; the rows are spread. */
    private static final int ROW_SHIFT = 6;

    private static final int ROW = 1 << ROW_SHIFT;

    /** Each number plus one; 0 is an empty slot. */
    private int[] slots = new int[MIN_SLOTS];

    private int size;

    int size() {
        return size;
    }

    private static int home(int stored, int mask) {
        if (mask < ROW) {
            return stored & mask;
        }
        int number = stored >>> ROW_SHIFT;
        int row = number * SPREAD >>> Integer.numberOfLeadingZeros(mask);
        return row & -ROW | stored + number & ROW - 1;
    }

    boolean contains(int number) {
        int mask = slots.length - 1;
        for (int i = home(number + 1, mask); slots[i] != 0; i = i + 1 & mask) {
            if (slots[i] == number + 1) {
                return true;
            }
        }
        return false;
    }

    /** Reserves room for one more, so that {@link #add} cannot fail. */
    void reserve() {
        if (size + 1 > slots.length - (slots.length >> 2)) {
            int[] smaller = slots;
            int[] larger = new int[smaller.length << 1];
            for (int stored : smaller) {
                if (stored != 0) {
                    insert(larger, stored);
                }
            }
            slots = larger;
        }
    }

    /** Adds a number that is not in the set. */
    void add(int number) {
        reserve();
        insert(slots, number + 1);
        size++;
    }

    private static void insert(int[] into, int stored) {
        int mask = into.length - 1;
        int i = home(stored, mask);
        while (into[i] != 0) {
            i = i + 1 & mask;
        }
        into[i] = stored;
    }

    /** Removes a number that is in the set. */
    void remove(int number) {
        int mask = slots.length - 1;
        int gap = home(number + 1, mask);
        while (slots[gap] != number + 1) {
            gap = gap + 1 & mask;
        }
        for (int i = gap + 1 & mask; slots[i] != 0; i = i + 1 & mask) {
            if ((i - home(slots[i], mask) & mask) >= (i - gap & mask)) {
                slots[gap] = slots[i];
                gap = i;
            }
        }
        slots[gap] = 0;
        size--;
        if (size == 0 && slots.length > MIN_SLOTS) {
            slots = new int[MIN_SLOTS];
        }
    }

    /** Empties the set and keeps its memory. */
    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /** Calls an action for each number. It must not change the set. */
    void forEach(IntConsumer action) {
        for (int stored : slots) {
            if (stored != 0) {
                action.accept(stored - 1);
            }
        }
    }
}
