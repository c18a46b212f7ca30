package io.zmqspring.listener;

/** Which messages a listener with several workers handles in the order in which they came. */
public enum MessageOrdering {

    /** All of them: there is one worker. */
    STRICT,
    /**
     * Those with the same key: the topic on a SUB or XSUB, the routing id on a ROUTER and a REP, else the peer that
     * sent them. One thread receives and shares them out to the workers, each of which has a queue of 64 messages: when
     * that is full, it receives no more. A future that a listener returns is not waited for.
     */
    PER_KEY,
    /** None: each worker receives. */
    NONE
}
