package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.zmtp.FrameDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel of frames of ZMTP 3 over one on which they look otherwise. The two buffers between are of one size, which
 * grows to {@value #MAX_SIZE} bytes with what arrives at once and with a frame that the decoder wants whole; they are
 * given back while nothing arrives. The loop's owner.
 */
public final class DecodingChannel implements ReadableByteChannel {

    private static final int FIRST_SIZE = BufferPool.MIN_CAPACITY;
    private static final int MAX_SIZE = FrameDecoder.MAX_WAITING;
    private static final int MAX_READS = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ReadableByteChannel channel;
    private final FrameDecoder decoder;
    private final FrameQueue queue;
    private final WalkBounds bounds;
    private final Runnable onRead;
    private @Nullable ByteBuffer memory;

    /** What has arrived and is not decoded, from position to limit. */
    private ByteBuffer arrived = NOTHING;

    /** What is decoded and not taken, from position to limit. */
    private ByteBuffer decoded = NOTHING;

    private @Nullable Throwable failure;
    private boolean starving;
    private boolean wasFilled;
    private boolean hasMore;
    private boolean waitsForMemory = true;

    /**
     * Creates a channel.
     *
     * @param channel non-blocking
     * @param decoder of the connection
     * @param channelToQueue of the same queue
     * @param queue whose producer waits when memory is missing
     * @param onRead called when bytes have come, whether or not they make a frame
     */
    public DecodingChannel(
            ReadableByteChannel channel,
            FrameDecoder decoder,
            ChannelToQueue channelToQueue,
            FrameQueue queue,
            Runnable onRead) {
        this.channel = channel;
        this.decoder = decoder;
        this.queue = queue;
        this.bounds = channelToQueue.bounds();
        this.onRead = onRead;
    }

    /** From now on no memory is waited for, since nothing is kept of what is read. */
    public void neverWait() {
        waitsForMemory = false;
    }

    /** {@return whether a read would give something although the channel below has nothing new} */
    public boolean hasMore() {
        return hasMore;
    }

    /** {@return whether bytes have arrived that nobody has taken} */
    public boolean hasUnread() {
        return arrived.hasRemaining() || decoded.hasRemaining();
    }

    /**
     * Takes bytes that were read before, such as what followed a handshake, also beyond the limit of memory.
     *
     * @param bytes from position to limit, all of them taken
     */
    public void put(ByteBuffer bytes) {
        int needed = arrived.remaining() + bytes.remaining();
        if (needed > arrived.capacity()) {
            int size = BufferPool.capacityFor(needed);
            ByteBuffer larger = queue.pool.take(2 * size);
            use(larger == null ? queue.pool.takeAnyway(2 * size) : larger);
        }
        arrived.compact().put(bytes).flip();
        hasMore = true;
    }

    /**
     * Reads frames. What the channel below or the decoder throws comes once all frames before are read.
     *
     * @param target takes them
     * @return bytes put, maybe 0; {@link ChannelToQueue#END_OF_STREAM}, or {@link ChannelToQueue#NO_ROOM} when there is
     *     no memory to decode in and the queue starves
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        int start = target.position();
        int outcome = 0;
        if (failure == null) {
            try {
                outcome = readDecoded(target);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
        }
        take(target);
        int read = target.position() - start;
        hasMore = failure != null || !target.hasRemaining() && hasUnread();
        if (read == 0 && failure != null) {
            fail(failure);
        }
        if (!hasUnread() && StagingMemory.isScarce(queue.pool)) {
            giveBack();
        }
        return read == 0 ? outcome : read;
    }

    private int readDecoded(ByteBuffer target) throws IOException {
        int reads = 0;
        while (true) {
            take(target);
            if (!target.hasRemaining()) {
                return 0;
            }
            if (!decode()) {
                if (reads++ == MAX_READS) {
                    return 0;
                }
                if (!makeRoom()) {
                    return ChannelToQueue.NO_ROOM;
                }
                int read = readArriving();
                if (read <= 0) {
                    return read;
                }
            }
        }
    }

    private void take(ByteBuffer target) {
        int length = Math.min(decoded.remaining(), target.remaining());
        if (length > 0) {
            target.put(target.position(), decoded, decoded.position(), length);
            target.position(target.position() + length);
            decoded.position(decoded.position() + length);
        }
    }

    /** Decodes into the buffer that is empty now; returns whether that changed anything. */
    private boolean decode() {
        if (!arrived.hasRemaining()) {
            return false;
        }
        int before = arrived.position();
        try {
            decoder.decode(arrived, decoded.clear());
        } finally {
            decoded.flip();
        }
        return arrived.position() > before || decoded.hasRemaining();
    }

    private int readArriving() throws IOException {
        arrived.compact();
        int read;
        try {
            read = channel.read(arrived);
            wasFilled = !arrived.hasRemaining();
        } finally {
            arrived.flip();
        }
        if (read > 0) {
            onRead.run();
        }
        return read;
    }

    private boolean makeRoom() {
        int size = arrived.capacity();
        boolean isFull = arrived.remaining() == size;
        if (isFull && size >= MAX_SIZE) {
            throw new IllegalStateException("the decoder takes nothing of " + size + " bytes: " + decoder);
        }
        if (!isFull && (!wasFilled || size >= MAX_SIZE)) {
            return true;
        }
        int wanted = 2 * Math.max(FIRST_SIZE, 2 * size);
        ByteBuffer larger = isFull ? queue.pool.take(wanted) : StagingMemory.takeIfPlenty(queue.pool, wanted);
        if (larger == null && isFull) {
            if (waitsForMemory && !bounds.areLifted()) {
                starving = true;
                queue.starve(queue.ringAccount(), wanted);
                return false;
            }
            larger = queue.pool.takeAnyway(wanted);
        }
        if (larger != null) {
            use(larger);
        }
        if (starving) {
            starving = false;
            queue.endStarving();
        }
        return true;
    }

    private void use(ByteBuffer larger) {
        int size = larger.capacity() / 2;
        ByteBuffer first = larger.slice(0, size).put(arrived).flip();
        ByteBuffer second = larger.slice(size, size).put(decoded).flip();
        giveBack();
        memory = larger;
        arrived = first;
        decoded = second;
        wasFilled = false;
    }

    /** Gives the memory back if nothing is in it. */
    public void releaseMemoryIfEmpty() {
        if (!hasUnread()) {
            giveBack();
        }
    }

    /** Forgets what has arrived. The channel below stays open. */
    public void discard() {
        giveBack();
        hasMore = false;
    }

    private void giveBack() {
        ByteBuffer held = memory;
        memory = null;
        arrived = NOTHING;
        decoded = NOTHING;
        if (held != null) {
            queue.pool.give(held);
        }
    }

    private static void fail(Throwable cause) throws IOException {
        if (cause instanceof IOException broken) {
            throw broken;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        discard();
        channel.close();
    }
}
