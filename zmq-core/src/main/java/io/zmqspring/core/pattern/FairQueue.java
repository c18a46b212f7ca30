package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * Takes one message of each peer in turn (30/PIPELINE: "SHALL fair-queue"), and passes over messages that a filter does
 * not accept. A peer without messages leaves the round until one arrives.
 */
public class FairQueue extends ReceivePolicy {

    private final @Nullable MessageFilter filter;
    private final DropListener drops;

    /** Takes every message. */
    public FairQueue() {
        this.filter = null;
        this.drops = DropListener.NONE;
    }

    /**
     * Takes the messages that a filter accepts.
     *
     * @param filter says which; {@code null} accepts all
     * @param drops counts the messages that were passed over
     */
    public FairQueue(@Nullable MessageFilter filter, DropListener drops) {
        this.filter = filter;
        this.drops = drops;
    }

    /**
     * A single peer stays in the round although it has nothing now, which spares it being woken for each message of a
     * stream; {@link #rest} lets it go.
     */
    @Override
    protected @Nullable MessageReader choose() {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        while (active.size() > 0) {
            Pipe pipe = active.current();
            MessageReader reader = pipe.requireReader();
            if (hasAccepted(pipe, reader)) {
                if (active.size() == 1 && filter == null) {
                    sole(reader);
                }
                return reader;
            }
            if (active.size() == 1) {
                reader.producer().wake();
                return null;
            }
            if (pipe.rest()) {
                active.removeCurrent();
            }
        }
        return null;
    }

    @Override
    protected @Nullable MessageReader chooseOrRest() {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        while (active.size() > 0) {
            Pipe pipe = active.current();
            MessageReader reader = pipe.requireReader();
            if (hasAccepted(pipe, reader)) {
                return reader;
            }
            if (pipe.rest()) {
                active.removeCurrent();
            }
        }
        return null;
    }

    /** {@return the pipe whose message was found last; the round moves on when it is taken} */
    protected final Pipe current() {
        return active.current();
    }

    /** Passes over what the filter does not accept. */
    private boolean hasAccepted(Pipe pipe, MessageReader reader) {
        while (reader.hasMessage()) {
            String refusal = filter == null ? null : filter.refusal(pipe, reader);
            if (refusal == null) {
                return true;
            }
            reader.discard();
            drops.dropped(pipe, refusal);
            reader.producer().wake();
        }
        return false;
    }

    @Override
    protected void advance() {
        active.advance();
    }
}
