package io.zmqspring.core.pipe;

/** Lets a sender that finds a queue full move it on by itself. */
@FunctionalInterface
public interface Flusher {

    /** Cannot help: the consumer is another thread. */
    Flusher NONE = () -> false;

    /**
     * Hands to the operating system what it takes now. Any thread; never waits.
     *
     * @return whether anything was handed over
     */
    boolean assist();
}
