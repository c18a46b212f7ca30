package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.ring.DirectMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/**
 * Writes to a channel without waiting for direct memory. The JDK copies heap memory to direct memory of its own before
 * it writes; when the JVM has none left, it collects garbage, sleeps for half a second in all, and throws. Then the
 * loop's owner copies, piece by piece, to memory that the loop has. One thread at a time.
 */
final class StagedWrites implements GatheringByteChannel {

    /** How often a write or a read that lacks direct memory is tried again. */
    static final long LOOK_FOR_MEMORY_NS = 10_000_000;

    private final EventLoop loop;
    private final DirectMemory jvm;
    private final GatheringByteChannel channel;
    private boolean lacksMemory;

    /**
     * Creates it.
     *
     * @param loop of the channel
     * @param jvm what the JVM has left of direct memory
     * @param channel non-blocking
     */
    StagedWrites(EventLoop loop, DirectMemory jvm, GatheringByteChannel channel) {
        this.loop = loop;
        this.jvm = jvm;
        this.channel = channel;
    }

    /**
     * {@return whether the last write took nothing for lack of memory, which the channel's readiness does not end}
     */
    boolean lacksMemory() {
        return lacksMemory;
    }

    /** Takes nothing when another thread than the loop's owner finds no direct memory: the owner may have some. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        lacksMemory = false;
        return source.isDirect() || jvm.freeBytes() >= source.remaining()
                ? channel.write(source)
                : writeThroughStaging(source);
    }

    private int writeThroughStaging(ByteBuffer source) throws IOException {
        if (!loop.isOwner()) {
            return 0;
        }
        ByteBuffer staging = loop.staging();
        if (!staging.isDirect()) {
            lacksMemory = true;
            return 0;
        }
        int start = source.position();
        boolean taken = true;
        while (taken && source.hasRemaining()) {
            int length = Math.min(source.remaining(), staging.capacity());
            staging.clear().limit(length).put(0, source, source.position(), length);
            int written = channel.write(staging);
            source.position(source.position() + written);
            taken = written == length;
        }
        return source.position() - start;
    }

    /** @param sources direct, as those of rings are */
    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        lacksMemory = false;
        return channel.write(sources, offset, length);
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
        return write(sources, 0, sources.length);
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
