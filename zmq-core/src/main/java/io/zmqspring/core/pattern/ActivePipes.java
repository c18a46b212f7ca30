package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.Pipe;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The pipes worth looking at, in turn. Pipes without room or without messages are not in it, so a turn does not cost more when thousands
 * are idle. One thread at a time, under the socket's lock; only {@link #activate} may be called by any thread.
 */
final class ActivePipes {

    private final ConcurrentLinkedQueue<Pipe> arrivals = new ConcurrentLinkedQueue<>();
    private volatile boolean hasArrivals;
    private Pipe[] pipes = new Pipe[4];
    private int size;
    private int turn;

    void activate(Pipe pipe) {
        arrivals.add(pipe);
        hasArrivals = true;
    }

    boolean hasArrivals() {
        return hasArrivals;
    }

    void takeArrivals() {
        hasArrivals = false;
        for (Pipe pipe = arrivals.poll(); pipe != null; pipe = arrivals.poll()) {
            if (indexOf(pipe) < 0) {
                if (size == pipes.length) {
                    pipes = Arrays.copyOf(pipes, size << 1);
                }
                pipes[size++] = pipe;
            }
        }
    }

    int size() {
        return size;
    }

    boolean isSole(Pipe pipe) {
        return size == 1 && pipes[0] == pipe;
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
        arrivals.remove(pipe);
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
