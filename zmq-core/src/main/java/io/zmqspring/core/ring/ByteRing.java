package io.zmqspring.core.ring;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A power of two of direct memory, addressed by positions that never wrap. It holds bytes and knows no producer or
 * consumer: the {@link Cursor} of either side says which stretch that side may touch.
 */
public final class ByteRing {

    /** Bytes that move between cores together. */
    private static final int CACHE_LINE = 64;

    /** A ring of no bytes, what an idle connection holds. */
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    /** Its memory; {@link #NOTHING} once that is given back: an end that is at rest may still refer to this ring. */
    private ByteBuffer buffer;

    private final int mask;
    private final long start;
    private long end = Long.MAX_VALUE;
    private @Nullable ByteRing next;

    private ByteRing(ByteBuffer buffer, long start) {
        this.buffer = buffer;
        this.mask = Math.max(0, buffer.capacity() - 1);
        this.start = start;
    }

    /**
     * Creates a ring without memory.
     *
     * @param start its first position
     * @return the ring
     */
    public static ByteRing empty(long start) {
        return new ByteRing(NOTHING, start);
    }

    /**
     * Creates a ring.
     *
     * @param buffer big-endian, its capacity a power of two; the ring's until {@link #giveBack}
     * @param start its first position
     * @return the ring
     */
    public static ByteRing over(ByteBuffer buffer, long start) {
        assert Integer.bitCount(buffer.capacity()) == 1 : "capacity is not a power of two: " + buffer.capacity();
        return new ByteRing(buffer, start);
    }

    /** {@return its size in bytes} */
    public int capacity() {
        return buffer.capacity();
    }

    /** {@return whether it has direct memory, so that a channel may read into it and write from it} */
    public boolean isDirect() {
        return capacity() > 0 && buffer.isDirect();
    }

    /** {@return its first position} */
    public long start() {
        return start;
    }

    /** {@return the position at which {@link #next} goes on, or {@link Long#MAX_VALUE}} */
    public long end() {
        return end;
    }

    /** {@return the ring behind this one, or {@code null}} */
    public @Nullable ByteRing next() {
        return next;
    }

    /**
     * Lets another ring go on behind this one. The producer calls it, and publishes a position beyond {@code end} only
     * afterwards, so a consumer that sees such a position sees the link too.
     *
     * @param ring the next one, starting at {@code end}
     */
    public void link(ByteRing ring) {
        this.next = ring;
        this.end = ring.start;
    }

    /**
     * Creates a second ring over the same memory. The garbage collector lays objects that refer to each other side by
     * side, and a cache line with an object that one end changes, such as a {@link #view}, is slow to read for the
     * other; so each end reads objects of its own.
     *
     * @return a ring that is never linked or given back
     */
    public ByteRing twin() {
        return new ByteRing(buffer.duplicate(), start);
    }

    /**
     * Reads each cache line of a stretch. Reads that do not wait for each other fetch lines from another core about as
     * fast as one.
     *
     * @param from first position
     * @param to one behind the last position
     * @return a number without meaning, to be kept, so that the reads are not optimized away
     */
    public int touch(long from, long to) {
        int sum = 0;
        for (long position = from; position < to; position += CACHE_LINE) {
            sum += get(position);
        }
        return sum;
    }

    /**
     * Overwrites some of each cache line of a stretch, so that the lines are the caller's own before it writes what
     * counts: stores that follow each other take lines over together, where an atomic operation after each store would
     * wait for every single one.
     *
     * @param from first position
     * @param to one behind the last position
     */
    public void claim(long from, long to) {
        for (long position = from; position < to; position += CACHE_LINE) {
            put(position, (byte) 0);
        }
    }

    /** @param pool takes the memory back; nobody may touch the ring afterwards */
    public void giveBack(BufferPool pool) {
        ByteBuffer held = buffer;
        if (held.capacity() > 0) {
            buffer = NOTHING;
            pool.give(held);
        }
    }

    /** {@return its memory itself, for absolute access only: position and limit are not to be touched} */
    public ByteBuffer memory() {
        return buffer;
    }

    /** {@return a buffer of its own position and limit over the same memory} */
    public ByteBuffer view() {
        return buffer.duplicate();
    }

    /**
     * Gives the index of a position.
     *
     * @param position any
     * @return index in the memory
     */
    public int index(long position) {
        return (int) position & mask;
    }

    /**
     * Counts the bytes from a position on that lie in one piece.
     *
     * @param position any
     * @return at least 1
     */
    public int contiguous(long position) {
        return buffer.capacity() - index(position);
    }

    /**
     * Reads a byte.
     *
     * @param position where
     * @return the byte, signed
     */
    public byte get(long position) {
        return buffer.get((int) position & mask);
    }

    /**
     * Reads eight bytes, big-endian.
     *
     * @param position where the first is
     * @return the number
     */
    public long getLong(long position) {
        int index = index(position);
        if (index + Long.BYTES <= buffer.capacity()) {
            return buffer.getLong(index);
        }
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | get(position + i) & 0xFF;
        }
        return value;
    }

    /**
     * Writes a byte.
     *
     * @param position where
     * @param value the byte
     */
    public void put(long position, byte value) {
        buffer.put((int) position & mask, value);
    }

    /**
     * Writes two bytes, big-endian.
     *
     * @param position where the first goes
     * @param value the bytes
     */
    public void putShort(long position, int value) {
        int index = index(position);
        if (index + Short.BYTES <= buffer.capacity()) {
            buffer.putShort(index, (short) value);
        } else {
            put(position, (byte) (value >> 8));
            put(position + 1, (byte) value);
        }
    }

    /**
     * Writes eight bytes, big-endian.
     *
     * @param position where the first goes
     * @param value the number
     */
    public void putLong(long position, long value) {
        int index = index(position);
        if (index + Long.BYTES <= buffer.capacity()) {
            buffer.putLong(index, value);
        } else {
            for (int i = 0; i < Long.BYTES; i++) {
                put(position + i, (byte) (value >> (Long.BYTES - 1 - i) * 8));
            }
        }
    }

    /**
     * Writes a stretch of an array.
     *
     * @param position where the first byte goes
     * @param source the array
     * @param offset of its first byte
     * @param length how many bytes, at most the capacity
     */
    public void put(long position, byte[] source, int offset, int length) {
        int index = index(position);
        int first = buffer.capacity() - index;
        if (length <= first) {
            ByteCopy.put(buffer, index, source, offset, length);
        } else {
            buffer.put(index, source, offset, first);
            buffer.put(0, source, offset + first, length - first);
        }
    }

    /**
     * Writes a stretch of a buffer.
     *
     * @param position where the first byte goes
     * @param source the buffer, neither its position nor its limit is used or changed
     * @param offset index of its first byte
     * @param length how many bytes, at most the capacity
     */
    public void put(long position, ByteBuffer source, int offset, int length) {
        int index = index(position);
        int first = buffer.capacity() - index;
        if (length <= first) {
            ByteCopy.put(buffer, index, source, offset, length);
        } else {
            buffer.put(index, source, offset, first);
            buffer.put(0, source, offset + first, length - first);
        }
    }

    /**
     * Reads a stretch into an array.
     *
     * @param position of the first byte
     * @param target the array
     * @param offset where the first byte goes
     * @param length how many bytes
     */
    public void get(long position, byte[] target, int offset, int length) {
        int index = index(position);
        int first = buffer.capacity() - index;
        if (length <= first) {
            ByteCopy.get(buffer, index, target, offset, length);
        } else {
            buffer.get(index, target, offset, first);
            buffer.get(0, target, offset + first, length - first);
        }
    }

    /**
     * Reads a stretch into a buffer.
     *
     * @param position of the first byte
     * @param target the buffer, neither its position nor its limit is used or changed
     * @param offset index where the first byte goes
     * @param length how many bytes
     */
    public void get(long position, ByteBuffer target, int offset, int length) {
        int index = index(position);
        int first = buffer.capacity() - index;
        if (length <= first) {
            ByteCopy.put(target, offset, buffer, index, length);
        } else {
            target.put(offset, buffer, index, first);
            target.put(offset + first, buffer, 0, length - first);
        }
    }

    /**
     * Moves a stretch towards the front within this ring; the two may overlap.
     *
     * @param from position of the first byte
     * @param to where it goes, before {@code from}
     * @param length how many bytes
     */
    public void moveBack(long from, long to, long length) {
        for (long done = 0; done < length; ) {
            int piece = (int) Math.min(length - done, Math.min(contiguous(from + done), contiguous(to + done)));
            buffer.put(index(to + done), buffer, index(from + done), piece);
            done += piece;
        }
    }

    /**
     * Copies a stretch of another ring to the same positions of this one.
     *
     * @param other where from
     * @param from first position
     * @param to one behind the last position
     */
    public void copyFrom(ByteRing other, long from, long to) {
        for (long position = from; position < to; ) {
            int length = (int) Math.min(to - position, Math.min(contiguous(position), other.contiguous(position)));
            buffer.put(index(position), other.buffer, other.index(position), length);
            position += length;
        }
    }
}
