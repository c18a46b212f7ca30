package io.zmqspring.core.benchmark.jmh;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;

/** Keeps what is written, and gives it again to readers. Used by one thread. */
final class MemoryChannel implements ByteChannel, GatheringByteChannel {

    private final ByteBuffer written;
    private final ByteBuffer unread;

    /**
     * Creates a channel with nothing written.
     *
     * @param capacity in bytes
     */
    MemoryChannel(int capacity) {
        written = ByteBuffer.allocateDirect(capacity);
        unread = written.duplicate().limit(0);
    }

    /** Forgets what was written. */
    void clear() {
        written.clear();
        unread.limit(0);
    }

    /** Lets all that was written be read again. */
    void rewind() {
        unread.rewind();
    }

    /** Bytes written. */
    int position() {
        return written.position();
    }

    @Override
    public int write(ByteBuffer source) {
        int length = source.remaining();
        written.put(source);
        unread.limit(written.position());
        return length;
    }

    @Override
    public long write(ByteBuffer[] sources) {
        return write(sources, 0, sources.length);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += write(sources[i]);
        }
        return total;
    }

    @Override
    public int read(ByteBuffer target) {
        int length = Math.min(target.remaining(), unread.remaining());
        target.put(target.position(), unread, unread.position(), length);
        target.position(target.position() + length);
        unread.position(unread.position() + length);
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        clear();
    }
}
