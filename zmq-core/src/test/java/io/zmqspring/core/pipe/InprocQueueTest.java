package io.zmqspring.core.pipe;

/** {@link MessageWriter} to {@link MessageReader} over one queue. */
class InprocQueueTest extends FrameQueueContract {

    private final FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
    private final MessageWriter writer = new MessageWriter(queue);
    private final MessageReader reader = new MessageReader(queue);

    @Override
    MessageWriter writer() {
        return writer;
    }

    @Override
    MessageReader reader() {
        return reader;
    }

    @Override
    void move() {}

    @Override
    void releaseMemory() {
        if (queue.releaseMemoryIfEmpty()) {
            writer.refreshRing();
        }
    }
}
