package io.zmqspring.core.monitor;

/**
 * What a context has counted since it was made; a snapshot whose numbers may be of slightly different instants.
 *
 * @param blockingCallsOnIoThreads calls that may wait and were made on an I/O thread, a fault of ours
 * @param memoryBytes direct memory of all queues, with what is kept for the next and what waits for the garbage collector
 * @param memoryLimitBytes most of it ({@code ContextOptions.maxDirectMemory})
 * @param bodyBytes heap memory of frame bodies above 64 KiB that are queued or received in part
 * @param bodyLimitBytes most of it ({@code ContextOptions.maxBodyMemory})
 * @param givenUpForMemory connections closed because memory was used up and their peer's unfinished message had most of it
 */
public record ContextCounters(
        long blockingCallsOnIoThreads,
        long memoryBytes,
        long memoryLimitBytes,
        long bodyBytes,
        long bodyLimitBytes,
        long givenUpForMemory) {}
