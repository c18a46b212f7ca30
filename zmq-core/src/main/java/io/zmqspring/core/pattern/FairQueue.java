package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes one message of each peer in turn (30/PIPELINE: "SHALL fair-queue"). A peer without messages leaves the round until one arrives.
 * Called under the socket's receive lock, except {@link #activate} and {@link #hasArrivals}.
 */
public final class FairQueue {

    private final ActivePipes active = new ActivePipes();

    /** @param pipe has messages, or may have; any thread */
    public void activate(Pipe pipe) {
        active.activate(pipe);
    }

    /** {@return whether a pipe got messages since the last look; any thread} */
    public boolean hasArrivals() {
        return active.hasArrivals();
    }

    /** {@return whether every message comes from one peer, until {@link #hasArrivals}} */
    public boolean isSole() {
        return active.size() == 1;
    }

    /** @param pipe is gone, what it holds is given up */
    public void remove(Pipe pipe) {
        active.remove(pipe);
    }

    /**
     * Finds the reader whose turn it is. A single peer stays in the round although it has nothing now, which spares it being woken for
     * each message of a stream; {@link #rest} lets it go.
     *
     * @return a reader that has a message, or {@code null}; after taking one, call {@link #advance}
     */
    public @Nullable MessageReader next() {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        while (active.size() > 0) {
            MessageReader reader = Objects.requireNonNull(active.current().reader());
            if (reader.hasMessage()) {
                return reader;
            }
            if (active.size() == 1) {
                reader.producer().wake();
                return null;
            }
            if (!active.current().rest()) {
                return reader;
            }
            active.removeCurrent();
        }
        return null;
    }

    /** A message of the reader last found was taken: the next peer has its turn. */
    public void advance() {
        active.advance();
    }

    /**
     * Lets every peer leave the round, before its owner waits.
     *
     * @return a reader that has a message after all, or {@code null}: from now on {@link #activate} will be called
     */
    public @Nullable MessageReader rest() {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        while (active.size() > 0) {
            MessageReader reader = Objects.requireNonNull(active.current().reader());
            if (reader.hasMessage() || !active.current().rest()) {
                return reader;
            }
            active.removeCurrent();
        }
        return null;
    }
}
