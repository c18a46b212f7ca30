package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.Pipe;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Pipes by the routing id they have ({@link Pipe#routingId()}): a hash table with linear probing, at most half full. A
 * look-up takes the bytes of an id as they are and allocates nothing. The hash is seeded, since peers choose their ids.
 * One thread at a time, under the socket's send lock.
 */
final class PeersById {

    private static final int MIN_CAPACITY = 16;
    private static final int MIX = 0x9E3779B9;

    private final int multiplier = ThreadLocalRandom.current().nextInt() | 1;
    private @Nullable Pipe[] slots = new Pipe[MIN_CAPACITY];
    private int size;

    /** {@return the pipe with an id, or {@code null}} */
    @Nullable Pipe find(byte[] id) {
        return find(id, 0, id.length);
    }

    /** {@return the pipe whose id is a part of an array, or {@code null}} */
    @Nullable Pipe find(byte[] array, int from, int length) {
        return slots[slotOf(array, from, from + length)];
    }

    /** Adds a pipe; its id is set, and no other pipe of the table has it. */
    void add(Pipe pipe) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        put(pipe);
        size++;
    }

    /** Removes a pipe if it is there; its id is still as it was when it was added. */
    void remove(Pipe pipe) {
        byte[] id = pipe.routingId();
        if (id == null) {
            return;
        }
        int hole = slotOf(id, 0, id.length);
        if (slots[hole] != pipe) {
            return;
        }
        slots[hole] = null;
        size--;
        int mask = slots.length - 1;
        for (int i = hole + 1 & mask; slots[i] != null; i = i + 1 & mask) {
            int home = hash(idOf(slots[i]), 0, idOf(slots[i]).length) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                slots[hole] = slots[i];
                slots[i] = null;
                hole = i;
            }
        }
    }

    int size() {
        return size;
    }

    private void grow() {
        @Nullable Pipe[] old = slots;
        slots = new Pipe[old.length << 1];
        for (Pipe pipe : old) {
            if (pipe != null) {
                put(pipe);
            }
        }
    }

    private void put(Pipe pipe) {
        byte[] id = idOf(pipe);
        slots[slotOf(id, 0, id.length)] = pipe;
    }

    /** {@return where the pipe with an id is, or the free slot where it would be} */
    private int slotOf(byte[] array, int from, int to) {
        int mask = slots.length - 1;
        int i = hash(array, from, to) & mask;
        for (Pipe pipe = slots[i]; pipe != null && !isIdOf(pipe, array, from, to); pipe = slots[i]) {
            i = i + 1 & mask;
        }
        return i;
    }

    private static boolean isIdOf(Pipe pipe, byte[] array, int from, int to) {
        byte[] id = idOf(pipe);
        return Arrays.equals(id, 0, id.length, array, from, to);
    }

    private int hash(byte[] array, int from, int to) {
        int hash = multiplier;
        for (int i = from; i < to; i++) {
            hash = (hash + array[i]) * multiplier;
        }
        hash = (hash ^ hash >>> 16) * MIX;
        return hash ^ hash >>> 15;
    }

    private static byte[] idOf(@Nullable Pipe pipe) {
        return Objects.requireNonNull(Objects.requireNonNull(pipe).routingId());
    }
}
