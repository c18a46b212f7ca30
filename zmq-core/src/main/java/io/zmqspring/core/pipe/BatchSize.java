package io.zmqspring.core.pipe;

/**
 * Amount that a {@link ChannelToQueue} reads at once: a batch, or about as many messages as the high-water mark allows.
 * The loop's owner.
 */
final class BatchSize {

    static final int READ_BATCH_BYTES = 1 << 16;
    private static final int MAX_MARK_BYTES = 1 << 30;

    private final long start;
    private final long messagesAtStart;

    /**
     * Begins to count.
     *
     * @param start position in the queue
     * @param messages that end there or before
     */
    BatchSize(long start, long messages) {
        this.start = start;
        this.messagesAtStart = messages;
    }

    /**
     * Computes how much to read from the size of the messages so far.
     *
     * @param mark the high-water mark in messages
     * @param position behind the last message
     * @param messages that end there or before
     * @return bytes
     */
    int bytes(long mark, long position, long messages) {
        long count = messages - messagesAtStart;
        if (count == 0) {
            return READ_BATCH_BYTES;
        }
        double wanted = (double) mark * (position - start) / count;
        return (int) Math.max(READ_BATCH_BYTES, Math.min(MAX_MARK_BYTES, wanted));
    }
}
