package io.zmqspring.core.pattern;

import io.zmqspring.core.pattern.subscription.PrefixTable;
import io.zmqspring.core.pipe.Pipe;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pipes by the routing id they have ({@link Pipe#routingId()}), and which of them are known to have no room. A look-up
 * takes the bytes of an id as they are and allocates nothing. Of an id of up to 16 bytes it reads one cache line of the
 * table; so a peer without room is refused without a look at its pipe, which among thousands is in no core's cache. The
 * hash is seeded, since peers choose their ids. One thread at a time, under the socket's send lock.
 */
final class PeersById {

    /** {@link #look}: no pipe has the id. */
    static final int NONE = -1;

    /** The lowest bit of a number that was found; the others are an index of {@link #pipes}. */
    private static final int FULL = 1;

    private final PrefixTable numbers = new PrefixTable();
    private @Nullable Pipe[] pipes = new Pipe[4];
    private int[] freeIndexes = new int[4];
    private int freeCount;
    private int used;

    /** {@return the pipe with an id, or {@code null}} */
    @Nullable Pipe find(byte[] id) {
        int found = look(id, 0, id.length);
        return found == NONE ? null : pipe(found);
    }

    /**
     * Looks for the pipe whose id is a part of an array.
     *
     * @param array with the id
     * @param from index of its first byte
     * @param length of the id in bytes
     * @return for {@link #isFull} and {@link #pipe}, until a pipe is added or removed; or {@link #NONE}
     */
    int look(byte[] array, int from, int length) {
        return numbers.findValue(array, from, length);
    }

    /** {@return whether the pipe that was found was known to have no room} */
    static boolean isFull(int found) {
        return found > 0 && (found & FULL) != 0;
    }

    /** {@return the pipe that was found} */
    Pipe pipe(int found) {
        return Objects.requireNonNull(pipes[found >> 1]);
    }

    /** Adds a pipe; its id is set, and no other pipe of the table has it. */
    void add(Pipe pipe) {
        if (used == pipes.length) {
            freeIndexes = Arrays.copyOf(freeIndexes, used << 1);
            pipes = Arrays.copyOf(pipes, used << 1);
        }
        int index = freeCount > 0 ? freeIndexes[freeCount - 1] : used;
        numbers.add(Objects.requireNonNull(pipe.routingId()), index << 1 | (pipe.isKnownFull() ? FULL : 0));
        if (freeCount > 0) {
            freeCount--;
        } else {
            used++;
        }
        pipes[index] = pipe;
    }

    /** Notes whether a pipe has no room, if it is there. */
    void setFull(Pipe pipe, boolean full) {
        pipe.knownFull(full);
        int place = placeOf(pipe);
        if (place != NONE) {
            numbers.value(place, numbers.value(place) & ~FULL | (full ? FULL : 0));
        }
    }

    /** Removes a pipe if it is there; its id is still as it was when it was added. */
    void remove(Pipe pipe) {
        int place = placeOf(pipe);
        if (place == NONE) {
            return;
        }
        int index = numbers.value(place) >> 1;
        numbers.remove(place);
        pipes[index] = null;
        freeIndexes[freeCount++] = index;
        if (numbers.isCompactionDue()) {
            numbers.compact();
        }
    }

    private int placeOf(Pipe pipe) {
        byte[] id = pipe.routingId();
        int place = id == null ? NONE : numbers.find(id);
        return place == NONE || pipes[numbers.value(place) >> 1] != pipe ? NONE : place;
    }

    int size() {
        return numbers.size();
    }
}
