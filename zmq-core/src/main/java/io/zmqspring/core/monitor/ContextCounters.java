package io.zmqspring.core.monitor;

/**
 * Counters of a context since it was created; a snapshot whose numbers may be of slightly different instants.
 *
 * @param blockingCallsOnIoThreads calls that may block (a name look-up, a file operation) made by a thread that carried
 *     connections at that moment; each is a fault of this library, so anything but 0 is worth a report
 * @param internalErrors exceptions of this library's own code, caught and logged; anything but 0 is worth a report
 * @param memoryBytes direct memory of all queues, with what is kept for the next and what waits for the garbage
 *     collector
 * @param memoryLimitBytes its limit ({@code ContextOptions.maxDirectMemory})
 * @param bodyBytes heap memory of frame bodies above 64 KiB that are queued or received in part
 * @param bodyLimitBytes its limit (twice {@code ContextOptions.maxBodyMemory})
 * @param givenUpForMemory connections closed because memory was used up and their peer's unfinished message had most of
 *     it
 */
public record ContextCounters(
        long blockingCallsOnIoThreads,
        long internalErrors,
        long memoryBytes,
        long memoryLimitBytes,
        long bodyBytes,
        long bodyLimitBytes,
        long givenUpForMemory) {}
