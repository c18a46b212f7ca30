package io.zmqspring.core.pattern.subscription;

import java.util.Arrays;

/** The lengths that the prefixes of a table have, in ascending order, and how many prefixes have each. */
final class PrefixLengths {

    private int[] lengths = new int[4];
    private int[] prefixes = new int[4];
    private int count;

    /** Index that was found last: one topic after the other often has the same length. */
    private int recent;

    /** Reserves room for one more length, so that {@link #add} cannot fail. */
    void reserve() {
        if (count == lengths.length) {
            prefixes = Arrays.copyOf(prefixes, count << 1);
            lengths = Arrays.copyOf(lengths, count << 1);
        }
    }

    void add(int length) {
        int index = find(length);
        if (index < 0) {
            index = -index - 1;
            System.arraycopy(lengths, index, lengths, index + 1, count - index);
            System.arraycopy(prefixes, index, prefixes, index + 1, count - index);
            lengths[index] = length;
            prefixes[index] = 0;
            count++;
        }
        prefixes[index]++;
    }

    /** {@return index of a length, or the complement of the index at which it would be} */
    private int find(int length) {
        if (recent < count && lengths[recent] == length) {
            return recent;
        }
        int index = Arrays.binarySearch(lengths, 0, count, length);
        recent = Math.max(index, 0);
        return index;
    }

    void remove(int length) {
        int index = find(length);
        if (--prefixes[index] == 0) {
            count--;
            System.arraycopy(lengths, index + 1, lengths, index, count - index);
            System.arraycopy(prefixes, index + 1, prefixes, index, count - index);
        }
    }

    int count() {
        return count;
    }

    int get(int index) {
        return lengths[index];
    }

    int longest() {
        return count == 0 ? 0 : lengths[count - 1];
    }
}
