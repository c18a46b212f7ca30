package io.zmqspring.core.connection;

/** What becomes of the messages a pipe holds when its part ends. */
public enum Unsent {
    /** They go to other peers, or wait for the next one. */
    KEEP,
    /** They are given up, and counted. */
    DROP,
    /** They are the peer's already. */
    LEAVE
}
