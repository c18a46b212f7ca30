package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.Pipe;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The pipes worth looking at, in turn. Pipes without room or without messages are not in it, so a turn does not cost
 * more when thousands are idle. One thread at a time, under the socket's lock; only {@link #activate} may be called by
 * any thread.
 */
final class ActivePipes {

    /** The first arrival, as a rule the only one: it then leaves no garbage. */
    private final AtomicReference<@Nullable Pipe> arrival = new AtomicReference<>();

    private final ConcurrentLinkedQueue<Pipe> furtherArrivals = new ConcurrentLinkedQueue<>();
    private volatile boolean hasArrivals;
    private Pipe[] pipes = new Pipe[4];
    private int size;
    private int turn;

    void activate(Pipe pipe) {
        if (!arrival.compareAndSet(null, pipe) && arrival.get() != pipe) {
            furtherArrivals.add(pipe);
        }
        hasArrivals = true;
    }

    boolean hasArrivals() {
        return hasArrivals;
    }

    void takeArrivals() {
        reserve();
        hasArrivals = false;
        Pipe first = arrival.getAndSet(null);
        if (first != null) {
            add(first);
        }
        if (!furtherArrivals.isEmpty()) {
            takeFurtherArrivals();
        }
    }

    private void takeFurtherArrivals() {
        boolean taken = false;
        try {
            do {
                reserve();
                Pipe pipe = furtherArrivals.poll();
                if (pipe != null) {
                    add(pipe);
                }
            } while (!furtherArrivals.isEmpty());
            taken = true;
        } finally {
            if (!taken) {
                hasArrivals = true;
            }
        }
    }

    /** Reserves room for one more before it is taken from where it waits, so that none is lost without memory. */
    private void reserve() {
        if (size == pipes.length) {
            pipes = Arrays.copyOf(pipes, size << 1);
        }
    }

    void add(Pipe pipe) {
        if (indexOf(pipe) < 0) {
            reserve();
            pipes[size++] = pipe;
        }
    }

    int size() {
        return size;
    }

    Pipe current() {
        return pipes[turn];
    }

    void advance() {
        if (++turn >= size) {
            turn = 0;
        }
    }

    void removeCurrent() {
        System.arraycopy(pipes, turn + 1, pipes, turn, --size - turn);
        pipes[size] = null;
        if (turn >= size) {
            turn = 0;
        }
    }

    void remove(Pipe pipe) {
        arrival.compareAndSet(pipe, null);
        furtherArrivals.remove(pipe);
        int index = indexOf(pipe);
        if (index >= 0) {
            int before = turn;
            turn = index;
            removeCurrent();
            if (index != before) {
                turn = index < before ? before - 1 : before;
            }
        }
    }

    private int indexOf(Pipe pipe) {
        for (int i = 0; i < size; i++) {
            if (pipes[i] == pipe) {
                return i;
            }
        }
        return -1;
    }
}
