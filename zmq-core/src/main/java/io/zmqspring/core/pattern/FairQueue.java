package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes one message of each peer in turn (30/PIPELINE: "SHALL fair-queue"), and passes over messages that a filter does
 * not accept. A peer without messages leaves the round until one arrives.
 */
public final class FairQueue extends ReceivePolicy {

    private final @Nullable Predicate<MessageReader> filter;
    private final LongConsumer dropped;

    /** Takes every message. */
    public FairQueue() {
        this.filter = null;
        this.dropped = count -> {};
    }

    /**
     * Takes the messages that a filter accepts.
     *
     * @param filter sees a reader that has a message, and does not take it
     * @param dropped counts the messages that were passed over
     */
    public FairQueue(Predicate<MessageReader> filter, LongConsumer dropped) {
        this.filter = filter;
        this.dropped = dropped;
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
            if (hasAccepted(reader)) {
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
            if (hasAccepted(reader)) {
                return reader;
            }
            if (pipe.rest()) {
                active.removeCurrent();
            }
        }
        return null;
    }

    /** Passes over what the filter does not accept. */
    private boolean hasAccepted(MessageReader reader) {
        while (reader.hasMessage()) {
            if (filter == null || filter.test(reader)) {
                return true;
            }
            reader.discard();
            dropped.accept(1);
            reader.producer().wake();
        }
        return false;
    }

    @Override
    protected void advance() {
        active.advance();
    }
}
