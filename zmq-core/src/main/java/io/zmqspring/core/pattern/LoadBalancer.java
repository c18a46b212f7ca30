package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shares messages out in turn among the peers that have room (30/PIPELINE: "SHALL round-robin"); waits when none has. A
 * full peer leaves the round until half its queue is free. Unless it may grow the queue, a peer whose connection takes
 * nothing just now counts as full already when its next message would need more memory than stays in a core's cache.
 */
public class LoadBalancer extends SendPolicy {

    /** Pipes that left the round although the high-water mark leaves them room. */
    private final Set<Pipe> stalled = new LinkedHashSet<>();

    private final boolean passesOn;
    private final boolean probes;

    /** Creates a balancer that lets another peer have what a lost one left unsent. */
    public LoadBalancer() {
        this(true, false);
    }

    /**
     * Creates a balancer.
     *
     * @param passesOn whether another peer may have what a lost one left unsent
     * @param probes whether each peer gets an empty message first, so that a ROUTER there receives the routing id
     */
    public LoadBalancer(boolean passesOn, boolean probes) {
        this.passesOn = passesOn;
        this.probes = probes;
    }

    @Override
    protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
        Pipe pipe = writeToNext(content, mayGrow);
        if (pipe == null) {
            return null;
        }
        MessageWriter writer = pipe.requireWriter();
        if (active.size() == 1) {
            sole(writer);
        }
        return writer;
    }

    /**
     * Writes a message to the peer whose turn it is, or the next with room.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @param mayGrow whether to take as much memory as the high-water mark allows
     * @return the peer that got the message, or {@code null} when none has room
     */
    protected final @Nullable Pipe writeToNext(Object content, boolean mayGrow) {
        takeArrivals();
        if (mayGrow) {
            takeStalled();
        }
        while (active.size() > 0) {
            Pipe pipe = active.current();
            if (!pipe.isClosedToSend() && write(pipe, content, mayGrow)) {
                active.advance();
                return pipe;
            }
            if (!mayGrow && !pipe.isClosedToSend()) {
                stalled.add(pipe);
            }
            active.removeCurrent();
        }
        return null;
    }

    private void takeStalled() {
        if (!stalled.isEmpty()) {
            reconsider();
            stalled.forEach(active::add);
            stalled.clear();
        }
    }

    @Override
    public boolean isWritable() {
        takeArrivals();
        takeStalled();
        while (active.size() > 0) {
            Pipe pipe = active.current();
            if (!pipe.isClosedToSend() && pipe.hasRoomOrWaits()) {
                return true;
            }
            reconsider();
            active.removeCurrent();
        }
        return false;
    }

    /**
     * Writes a message to a peer, or leaves the peer out of the round until {@link #activate} is called for it.
     *
     * @param pipe whose turn it is
     * @param content as {@link MessageWriter#write} takes it
     * @param mayGrow whether to take as much memory as the high-water mark allows
     * @return whether it was written
     */
    protected boolean write(Pipe pipe, Object content, boolean mayGrow) {
        return pipe.writeOrWait(content, mayGrow);
    }

    /**
     * Lets another peer have the next turn, if there is one in the round.
     *
     * @param pipe that is not to have it
     */
    protected final void passOver(@Nullable Pipe pipe) {
        takeArrivals();
        if (active.size() > 1 && active.current() == pipe) {
            active.advance();
        }
    }

    private void takeArrivals() {
        if (active.hasArrivals()) {
            reconsider();
            active.takeArrivals();
        }
    }

    @Override
    public boolean attached(Pipe pipe) {
        if (probes) {
            probe(pipe);
        }
        return true;
    }

    @Override
    protected void removed(Pipe pipe) {
        stalled.remove(pipe);
    }

    @Override
    public boolean passesOn() {
        return passesOn;
    }

    @Override
    public boolean mayHaveRoom() {
        takeArrivals();
        return active.size() > 0;
    }
}
