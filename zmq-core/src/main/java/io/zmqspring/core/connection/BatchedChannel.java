package io.zmqspring.core.connection;

import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;

/** A channel that reads no more than so many bytes at once, and writes in pieces. */
final class BatchedChannel implements GatheringByteChannel, ReadableByteChannel {

    private final SocketChannel channel;
    private final int most;

    private BatchedChannel(SocketChannel channel, int most) {
        this.channel = channel;
        this.most = most;
    }

    /** {@return a channel to read from, with the batches that the options ask for} */
    static ReadableByteChannel toRead(SocketChannel channel, SocketOptions options) {
        int most = options.receiveBatchBytes();
        return most < 0 ? channel : new BatchedChannel(channel, most);
    }

    /** {@return a channel to write to, with the batches that the options ask for} */
    static GatheringByteChannel toWrite(SocketChannel channel, SocketOptions options) {
        int most = options.sendBatchBytes();
        return most < 0 ? channel : new BatchedChannel(channel, most);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int limit = target.limit();
        target.limit((int) Math.min(limit, (long) target.position() + most));
        try {
            return channel.read(target);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int start = source.position();
        int limit = source.limit();
        try {
            while (source.position() < limit) {
                source.limit((int) Math.min(limit, (long) source.position() + most));
                channel.write(source);
                if (source.hasRemaining()) {
                    break;
                }
            }
        } finally {
            source.limit(limit);
        }
        return source.position() - start;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(sources[i]);
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        return written;
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
