package io.zmqspring.core.lifecycle;

/**
 * A REP socket that can have many requests open: what {@link RestartableSocket#of} creates for that type. By default it
 * receives a request when it has replied to the last. Any thread may call any method.
 */
public interface ConcurrentReplier {

    /**
     * Lets it receive further requests before it has replied: from its next opening on the engine's socket is a ROUTER,
     * which is the same for its peers (28/REQREP). What it receives then begins with the envelope of the request, see
     * {@link io.zmqspring.core.message.Envelope#ROUTING_ID}, and what it sends must begin with one. It may also
     * receive messages without a delimiter, which an ordinary REP drops.
     *
     * @return whether it does so; {@code false} when it is open as an ordinary REP
     */
    boolean replyConcurrently();

    /** {@return whether {@link #replyConcurrently()} has returned {@code true}} */
    boolean repliesConcurrently();
}
