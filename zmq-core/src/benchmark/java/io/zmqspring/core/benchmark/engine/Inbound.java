package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageSink;

/** Receiving socket; used by one thread. */
public interface Inbound extends AutoCloseable {

    /** The address a peer connects to. */
    String endpoint();

    /**
     * Waits for at least one message part.
     *
     * @param sink takes what came, within this call
     * @throws Exception if the engine fails
     */
    void receive(MessageSink sink) throws Exception;

    @Override
    void close() throws Exception;
}
