package io.zmqspring.core.monitor;

/**
 * What a context has counted since it was made; a snapshot.
 *
 * @param blockingCallsOnIoThreads calls that may block (a name look-up, a file operation) made by a thread that carried connections at
 *     that moment; each is a fault of this library, so anything but 0 is worth a report
 * @param internalErrors exceptions of this library's own code, caught and logged; anything but 0 is worth a report
 * @param memoryBytes 0, not counted yet
 * @param memoryLimitBytes 0, not limited yet
 */
public record ContextCounters(
        long blockingCallsOnIoThreads, long internalErrors, long memoryBytes, long memoryLimitBytes) {}
