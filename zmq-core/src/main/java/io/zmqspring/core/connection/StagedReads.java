package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.ring.DirectMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Reads from a channel without waiting for direct memory, as {@link StagedWrites} writes. The loop's owner. */
final class StagedReads implements ReadableByteChannel {

    private final EventLoop loop;
    private final DirectMemory jvm;
    private final ReadableByteChannel channel;
    private boolean lacksMemory;

    /**
     * Creates it.
     *
     * @param loop of the channel
     * @param jvm what the JVM has left of direct memory
     * @param channel non-blocking
     */
    StagedReads(EventLoop loop, DirectMemory jvm, ReadableByteChannel channel) {
        this.loop = loop;
        this.jvm = jvm;
        this.channel = channel;
    }

    /** {@return whether the last read gave nothing for lack of memory, which the channel's readiness does not end} */
    boolean lacksMemory() {
        return lacksMemory;
    }

    /** Gives no more than the loop's staging memory when the JVM has no direct memory for all of it. */
    @Override
    public int read(ByteBuffer target) throws IOException {
        lacksMemory = false;
        return target.isDirect() || jvm.freeBytes() >= target.remaining()
                ? channel.read(target)
                : readThroughStaging(target);
    }

    private int readThroughStaging(ByteBuffer target) throws IOException {
        ByteBuffer staging = loop.staging();
        if (!staging.isDirect()) {
            lacksMemory = true;
            return 0;
        }
        int read = channel.read(staging.clear().limit(Math.min(target.remaining(), staging.capacity())));
        if (read > 0) {
            target.put(staging.flip());
        }
        return read;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
