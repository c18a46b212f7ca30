package io.zmqspring.core.benchmark.engine;

/** Sending socket, shared by all sending threads. */
public interface Outbound extends AutoCloseable {

    /** The address a peer connects to. */
    String endpoint();

    /** A writer with its own message memory, for one thread. */
    MessageWriter writer();

    @Override
    void close() throws Exception;
}
