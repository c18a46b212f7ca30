package io.zmqspring.core.loop;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Commands that other threads give to a loop, run in the order of the calls. {@link #add} and {@link #isEmpty} are for
 * any thread, the rest for the owner.
 */
final class Commands {

    /**
     * Most commands run in one turn: threads may give commands faster than they run, and must not keep the owner from
     * the channels.
     */
    private static final int MAX_PER_TURN = 1024;

    private final TurnLimit limit;
    private final Consumer<Throwable> onError;
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();

    Commands(TurnLimit limit, Consumer<Throwable> onError) {
        this.limit = limit;
        this.onError = onError;
    }

    void add(Runnable command) {
        queue.add(command);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Runs those that are there, as far as the turn goes. */
    void run() {
        for (int i = 0; i < MAX_PER_TURN && !queue.isEmpty() && (i == 0 || !limit.isOver()); i++) {
            runNext();
        }
    }

    /** Runs every one, also those that are added meanwhile. */
    void runAll() {
        while (!queue.isEmpty()) {
            runNext();
        }
    }

    private void runNext() {
        Runnable command = queue.poll();
        if (command != null) {
            try {
                command.run();
            } catch (RuntimeException | Error e) {
                onError.accept(e);
            }
        }
    }
}
