package io.zmqspring.core.option;

/** How the threads of a context wait when there is nothing to do. */
public enum WaitStrategy {

    /** Sleep in the operating system at once. Least CPU. */
    PARK,
    /** Look again for some microseconds, then sleep. The default. */
    SPIN_THEN_PARK,
    /** Never sleep while a call waits: lowest latency, one core busy for each waiting thread and each I/O thread. */
    BUSY_SPIN
}
