package io.zmqspring.core.pattern.subscription;

import io.zmqspring.core.pipe.Pipe;

/** One peer of a publisher, and what it has subscribed to. Belongs to one {@link SubscriptionTable}. */
public final class Subscriber {

    final IntSet places = new IntSet();
    final int id;
    long bytes;
    private final Pipe pipe;

    Subscriber(int id, Pipe pipe) {
        this.id = id;
        this.pipe = pipe;
    }

    /** {@return the pipe to the peer} */
    public Pipe pipe() {
        return pipe;
    }

    /** {@return how many topics it has subscribed to} */
    public int topics() {
        return places.size();
    }

    /** {@return bytes of those topics} */
    public long bytes() {
        return bytes;
    }
}
