package io.zmqspring.core.benchmark.engine;

/** Sends messages of the run's shape; used by one thread. */
public interface MessageWriter {

    /**
     * Sends one message, and waits while the engine is full.
     *
     * @param header put at the start of every part
     * @throws Exception if the engine fails
     */
    void send(long header) throws Exception;
}
