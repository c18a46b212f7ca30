package io.zmqspring.core.connection;

/** What becomes of the messages that a pipe holds when it is detached. */
public enum Unsent {
    /** They go to other peers, or wait for the next one. */
    KEEP,
    /** They are given up, and counted. */
    DROP,
    /** They are the peer's already. */
    LEAVE
}
