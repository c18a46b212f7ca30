package io.zmqspring.core.socket;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Pipes of peers that are gone and whose messages are still to be received. While these are as many as the high-water
 * mark, no new peer is read: otherwise a peer that comes back again and again would leave as many messages each time.
 * Any thread.
 */
final class DepartedPeers {

    private final long mark;
    private final long markBytes;
    private final Consumer<Pipe> emptied;
    private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Creates it.
     *
     * @param options of the socket
     * @param emptied called with a pipe whose messages are received, on any thread, also while a message is being taken
     */
    DepartedPeers(SocketOptions options, Consumer<Pipe> emptied) {
        this.emptied = emptied;
        int messages = options.departedHwm() < 0 ? options.receiveHwm() : options.departedHwm();
        this.mark = messages == 0 ? Long.MAX_VALUE : messages;
        this.markBytes = messages == 0 ? Long.MAX_VALUE : options.receiveHwmBytes();
    }

    /** @param pipe whose peer is gone; kept until its messages are received */
    void add(Pipe pipe) {
        FrameQueue queue = pipe.incoming();
        pipes.add(pipe);
        queue.producer().signal(() -> onEmptied(pipe));
        if (!queue.producer().waitBelow(0)) {
            onEmptied(pipe);
        }
    }

    private void onEmptied(Pipe pipe) {
        if (pipe.incoming().isEmpty() && pipes.remove(pipe)) {
            try {
                letGoAhead();
            } finally {
                emptied.accept(pipe);
            }
        }
    }

    /** {@return messages they have left} */
    long unread() {
        long count = 0;
        for (Pipe pipe : pipes) {
            count += pipe.incoming().size();
        }
        return count;
    }

    private boolean isBelowMark() {
        long count = 0;
        long bytes = 0;
        for (Pipe pipe : pipes) {
            count += pipe.incoming().size();
            bytes += pipe.incoming().sizeBytes();
        }
        return count < mark && bytes < markBytes;
    }

    /**
     * Looks whether a new peer may be read.
     *
     * @param goAhead called once it may, if it may not now; must not wait
     * @return whether it may now
     */
    boolean mayReadNewPeer(Runnable goAhead) {
        if (pipes.isEmpty() || isBelowMark()) {
            return true;
        }
        waiting.add(goAhead);
        letGoAhead();
        return false;
    }

    /** @param goAhead not to be called any more */
    void withdraw(Runnable goAhead) {
        waiting.remove(goAhead);
    }

    private void letGoAhead() {
        for (Runnable goAhead : waiting) {
            if (!isBelowMark()) {
                return;
            }
            if (waiting.remove(goAhead)) {
                goAhead.run();
            }
        }
    }

    /** @param giveUp what to do with the queues of what they have left */
    void clear(Consumer<FrameQueue> giveUp) {
        for (Pipe pipe : pipes) {
            giveUp.accept(pipe.incoming());
        }
        pipes.clear();
    }
}
