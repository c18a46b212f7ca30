package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shares messages out in turn among the peers that have room (30/PIPELINE: "SHALL round-robin"). A full peer leaves the
 * round until half its queue is free. Called under the socket's send lock, except {@link #activate}.
 */
public final class LoadBalancer {

    private final ActivePipes active = new ActivePipes();
    private final Set<Pipe> stalled = new LinkedHashSet<>();

    /** @param pipe has room, or may have; any thread */
    public void activate(Pipe pipe) {
        active.activate(pipe);
    }

    /** {@return whether a pipe got room since the last send; any thread} */
    public boolean hasArrivals() {
        return active.hasArrivals();
    }

    /** {@return whether no peer has room} */
    public boolean isEmpty() {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        return active.size() == 0;
    }

    /**
     * Tells whether every message goes to one peer, until {@link #hasArrivals} or until that peer is full or gone.
     *
     * @param pipe of that peer
     * @return whether it is the only one with room
     */
    public boolean isSole(Pipe pipe) {
        return active.isSole(pipe);
    }

    /** @param pipe is gone */
    public void remove(Pipe pipe) {
        active.remove(pipe);
        stalled.remove(pipe);
    }

    /**
     * Writes a message to the peer whose turn it is. Unless it insists, a peer whose connection takes nothing just now
     * counts as full already when its next message would need more memory than stays in a core's cache.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @param insist whether to take as much memory as the high-water mark allows
     * @return the pipe it went to, or {@code null} when no peer has room
     */
    public @Nullable Pipe send(Object content, boolean insist) {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        if (insist && !stalled.isEmpty()) {
            stalled.forEach(active::add);
            stalled.clear();
        }
        while (active.size() > 0) {
            Pipe pipe = active.current();
            if (!pipe.isClosedToSend() && pipe.writeOrWait(content, insist)) {
                active.advance();
                return pipe;
            }
            if (!insist && !pipe.isClosedToSend()) {
                stalled.add(pipe);
            }
            active.removeCurrent();
        }
        return null;
    }
}
