package io.zmqspring.core.support;

/** A channel in memory, for {@link MemorySelector}. */
interface MemoryReadiness {

    /** {@return the operations of {@link java.nio.channels.SelectionKey} that would not wait now} */
    int readyOps();
}
