package io.zmqspring.core.pipe;

/** Lets a sender that finds a queue full move it on by itself. */
@FunctionalInterface
public interface SenderAssist {

    /** Cannot help: the consumer is another thread. */
    SenderAssist NONE = (position, messages) -> false;

    /**
     * Hands to the operating system what it takes now. Any thread; never waits.
     *
     * @param position where a message ends that is published
     * @param messages how many end there or before
     * @return whether anything was handed over
     */
    boolean assist(long position, long messages);

    /** {@return whether the operating system took all it was given last time} */
    default boolean isFlowing() {
        return false;
    }
}
