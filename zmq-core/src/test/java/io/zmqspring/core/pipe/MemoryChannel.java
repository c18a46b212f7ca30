package io.zmqspring.core.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.function.IntSupplier;

/** What is written can be read, in pieces of given sizes, up to a total after which the channel takes no more. */
final class MemoryChannel implements ByteChannel, OneByOneChannel {

    private final IntSupplier piece;
    private byte[] bytes = new byte[1 << 12];
    private int written;
    private int read;
    private long room = Long.MAX_VALUE;
    private boolean open = true;
    private boolean ended;
    private int calls;

    /** @param piece most bytes of the next read or write */
    MemoryChannel(IntSupplier piece) {
        this.piece = piece;
    }

    static MemoryChannel unlimited() {
        return new MemoryChannel(() -> Integer.MAX_VALUE);
    }

    static MemoryChannel of(byte[] content, IntSupplier piece) {
        MemoryChannel channel = new MemoryChannel(piece);
        channel.put(ByteBuffer.wrap(content), content.length);
        return channel;
    }

    /** From now on it takes so many more bytes. */
    MemoryChannel room(long more) {
        this.room = more;
        return this;
    }

    /** The writing side closes: the rest can still be read. */
    MemoryChannel end() {
        this.ended = true;
        return this;
    }

    byte[] content() {
        return Arrays.copyOfRange(bytes, read, written);
    }

    boolean isEmpty() {
        return read == written;
    }

    /** How often it was written to. */
    int calls() {
        return calls;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        int before = calls;
        long total = OneByOneChannel.super.write(sources, offset, length);
        calls = before + 1;
        return total;
    }

    @Override
    public int write(ByteBuffer source) {
        calls++;
        int length = (int) Math.min(room, Math.min(piece.getAsInt(), source.remaining()));
        room -= length;
        put(source, length);
        return length;
    }

    private void put(ByteBuffer source, int length) {
        if (written + length > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, read, read + Math.max(2 * bytes.length, written - read + length));
            written -= read;
            read = 0;
        }
        source.get(bytes, written, length);
        written += length;
    }

    @Override
    public int read(ByteBuffer target) {
        if (ended && isEmpty()) {
            return -1;
        }
        int length = Math.min(written - read, Math.min(piece.getAsInt(), target.remaining()));
        target.put(bytes, read, length);
        read += length;
        return length;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
