package io.zmqspring.core.benchmark.workload;

/** Takes each message part that arrives, on the thread that receives. */
@FunctionalInterface
public interface MessageSink {

    /**
     * Takes one part.
     *
     * @param header its first eight bytes
     * @param length of its body in bytes
     * @param more whether a further part of the same message follows
     */
    void accept(long header, int length, boolean more);
}
