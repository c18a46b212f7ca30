package io.zmqspring.core.pipe;

/**
 * What one end of a {@link FrameQueue} does when the other end has published messages or made room. Called on the other
 * end's thread; must not block.
 */
@FunctionalInterface
public interface QueueSignal {

    /** Does nothing. */
    QueueSignal NONE = () -> {};

    /** The queue has messages again (to a consumer), or has room again (to a producer). */
    void signalled();

    /** As {@link #signalled}, to one of many: a system call for each would hold up the caller. */
    default void signalledAmongMany() {
        signalled();
    }
}
