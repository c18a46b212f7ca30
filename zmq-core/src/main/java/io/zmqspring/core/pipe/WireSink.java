package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ProtocolViolationException;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.wire.FrameDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The producing end for a connection: reads from a channel into the ring, walks over the frame headers, and publishes whole messages.
 * Commands are taken out on the way. One thread at a time, the loop's owner.
 */
public final class WireSink {

    /** {@link #readFrom}: the other side has closed. */
    public static final int END_OF_STREAM = -1;

    /** {@link #readFrom}: no room until messages are consumed. */
    public static final int NO_ROOM = -2;

    private static final int FIRST_LARGE_BYTES = 1 << 20;
    private static final int LARGE_STRETCH = 1 << 18;
    private static final int BATCH_BYTES = 1 << 16;
    private static final int MOST_MARK_BYTES = 1 << 30;
    private static final int EASY_CAPACITY = 1 << 18;

    /**
     * For so many commands of one read all that follows is moved up at once, which is quick; after that each frame is moved by itself, so that
     * a flood of commands costs no more than its length.
     */
    private static final int GAPS_CLOSED_AT_ONCE = 4;

    private final FrameQueue queue;
    private final CommandHandler commands;
    private final long maxMessageSize;
    private final long longestInline;
    private ByteRing ring;
    private ByteBuffer view;
    private long tail;
    private long scan;
    private long boundary;
    private long gap;
    private int gapsClosed;
    private long written;
    private final long start;
    private final long writtenAtStart;
    private byte @Nullable [] largeBody;
    private long largeLength;
    private int largeFilled;
    private int largeFlags;
    private boolean filled;

    /**
     * Makes a producing end.
     *
     * @param queue whose producing end this is; it goes on behind what is published
     * @param commands takes the commands
     * @param maxMessageSize largest frame body in bytes, -1 for no limit
     */
    public WireSink(FrameQueue queue, CommandHandler commands, long maxMessageSize) {
        this.queue = queue;
        this.commands = commands;
        this.maxMessageSize = maxMessageSize;
        this.longestInline = maxMessageSize < 0 ? LargeBody.MAX_INLINE : Math.min(LargeBody.MAX_INLINE, maxMessageSize);
        this.ring = queue.producerRing;
        this.view = ring.view();
        this.boundary = queue.produced.positionPlain();
        this.tail = boundary;
        this.scan = boundary;
        this.written = queue.produced.messagesPlain();
        this.start = boundary;
        this.writtenAtStart = written;
    }

    /** {@return the queue it writes to} */
    public FrameQueue queue() {
        return queue;
    }

    /** {@return whether the high-water mark says to read no more now} */
    public boolean isFull() {
        return queue.size() >= queue.highWaterMark() || queue.sizeBytes() >= queue.highWaterMarkBytes();
    }

    /** {@return whether the last read filled all the room it was given, so that there may be more} */
    public boolean filledWhatWasOffered() {
        return filled;
    }

    /** {@return bytes of the ring it writes to} */
    public int capacity() {
        return ring.capacity();
    }

    /** {@return whether it holds ring memory} */
    public boolean holdsMemory() {
        return ring.capacity() > 0;
    }

    /** {@return whether a message has arrived in part} */
    public boolean hasPartialMessage() {
        return tail != boundary || largeBody != null;
    }

    /** The ring memory was given back while both ends were held. */
    public void refreshRing() {
        ring = queue.producerRing;
        view = ring.view();
    }

    /**
     * Reads once from a channel, through a scratch buffer while the queue holds no memory.
     *
     * @param channel non-blocking
     * @param scratch of the loop, used only during the call
     * @return bytes read, maybe 0; {@link #END_OF_STREAM} or {@link #NO_ROOM}
     * @throws IOException when the connection is broken
     * @throws ProtocolViolationException when the peer broke the protocol; what was complete before is published
     */
    public int readFrom(ReadableByteChannel channel, ByteBuffer scratch) throws IOException {
        if (largeBody != null) {
            return readLarge(channel);
        }
        if (ring.capacity() == 0) {
            int read = channel.read(scratch.clear());
            filled = !scratch.hasRemaining();
            if (read > 0) {
                append(scratch.flip());
            }
            return read;
        }
        int room = room();
        if (room == 0) {
            if (!grow(false)) {
                return NO_ROOM;
            }
            room = room();
        }
        int index = ring.index(tail);
        int offered = Math.min(Math.min(room, ring.capacity() - index), mostOfOneRead());
        int read = channel.read(view.limit(index + offered).position(index));
        filled = read == offered;
        if (read > 0) {
            tail += read;
            scanFrames();
            if (read == offered && offered == room && ring.capacity() < EASY_CAPACITY) {
                resize(ring.capacity() << 1);
            }
        }
        return read;
    }

    /**
     * Takes bytes that were read before, such as what followed a handshake.
     *
     * @param bytes from position to limit, all of them taken
     * @throws ProtocolViolationException when the peer broke the protocol; what was complete before is published
     */
    public void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int wanted = bytes.remaining();
            if (largeBody != null) {
                int length = (int) Math.min(wanted, largeLength - largeFilled);
                largeRoom(length);
                bytes.get(largeBody, largeFilled, length);
                largeFilled += length;
                finishLargeIfComplete();
                continue;
            }
            if (room() < wanted) {
                resize(BufferPool.capacityFor(tail - boundary + wanted));
            }
            ring.put(tail, bytes, bytes.position(), wanted);
            bytes.position(bytes.limit());
            tail += wanted;
            scanFrames();
        }
    }

    /**
     * Makes a full ring larger although messages wait in it, if the high-water mark in bytes allows it.
     *
     * @return whether it did
     */
    public boolean growAlthoughUnread() {
        return grow(true);
    }

    /** Forgets a message that arrived in part: its connection is gone. */
    public void dropPartialMessage() {
        tail = boundary;
        scan = boundary;
        largeBody = null;
        removeUnpublishedLargeBodies();
    }

    /**
     * Gives up what arrived of an unfinished message, and everything that follows it. What is published stays. Nothing may be read here
     * afterwards.
     *
     * @return goes on where this end stopped; does not touch the queue
     */
    public MessageSkipper skipFromHere() {
        MessageSkipper skipper = new MessageSkipper(commands, maxMessageSize);
        if (largeBody != null) {
            skipper.enterBody(largeFlags, largeLength - largeFilled);
        } else {
            byte[] begun = new byte[(int) (tail - scan)];
            ring.get(scan, begun, 0, begun.length);
            skipper.skip(ByteBuffer.wrap(begun));
        }
        dropPartialMessage();
        return skipper;
    }

    private void removeUnpublishedLargeBodies() {
        queue.largeBodies.removeIf(large -> {
            if (large.position() <= boundary) {
                return false;
            }
            queue.largeBytes.addAndGet(-large.bytes().length);
            return true;
        });
    }

    /** {@return bytes worth reading at once: a batch, or about as many messages as the high-water mark allows} */
    private int mostOfOneRead() {
        long mark = queue.highWaterMark();
        long messages = written - writtenAtStart;
        if (messages == 0) {
            return BATCH_BYTES;
        }
        double wanted = (double) mark * (boundary - start) / messages;
        return (int) Math.max(BATCH_BYTES, Math.min(MOST_MARK_BYTES, wanted));
    }

    private int room() {
        return (int) (Math.max(queue.consumed.position(), ring.start()) + ring.capacity() - tail);
    }

    private boolean grow(boolean although) {
        boolean nothingUnread = queue.isEmpty();
        if (!nothingUnread
                && ring.capacity() >= EASY_CAPACITY
                && (!although || queue.sizeBytes() >= queue.highWaterMarkBytes())) {
            return false;
        }
        if (ring.capacity() >= BufferPool.LARGEST) {
            throw new ProtocolViolationException("a multipart message of more than " + BufferPool.LARGEST
                    + " bytes outside large frames cannot be taken: received so far=" + (tail - boundary));
        }
        resize(BufferPool.capacityFor(Math.max(2L * ring.capacity(), 2 * (tail - boundary))));
        return true;
    }

    private void resize(int capacity) {
        queue.relink(capacity, boundary, tail);
        refreshRing();
    }

    private int readLarge(ReadableByteChannel channel) throws IOException {
        int offered = (int) Math.min(LARGE_STRETCH, largeLength - largeFilled);
        largeRoom(offered);
        int read = channel.read(ByteBuffer.wrap(largeBody, largeFilled, offered));
        filled = read == offered;
        if (read > 0) {
            largeFilled += read;
            finishLargeIfComplete();
        }
        return read;
    }

    private void largeRoom(int more) {
        byte[] body = largeBody;
        if (body != null && largeFilled + more > body.length) {
            largeBody = Arrays.copyOf(body, (int)
                    Math.min(largeLength, Math.max(2L * body.length, (long) largeFilled + more)));
        }
    }

    private void finishLargeIfComplete() {
        byte[] body = largeBody;
        if (body == null || largeFilled < largeLength) {
            return;
        }
        long behindHeader = scan + FrameDescriptor.LONG_HEADER;
        largeBody = null;
        queue.largeBytes.addAndGet(body.length);
        queue.largeBodies.add(new LargeBody(behindHeader, body));
        frameComplete(behindHeader, largeFlags);
        publish();
    }

    private void scanFrames() {
        try {
            do {
                passWholeMessages();
            } while (tail - scan - gap >= FrameDescriptor.SHORT_HEADER && scanFrame() && largeBody == null);
        } finally {
            closeGap();
            gapsClosed = 0;
            publish();
        }
    }

    /**
     * Passes over frames that are whole messages and lie in the ring, up to anything else. Where messages of one length follow each other, the
     * place of the next does not depend on what is read, so that the processor reads several at a time.
     *
     * <p>In one piece, since HotSpot does not inline a method of more than 325 bytecodes: the chain of calls from the selector down to here is
     * so long that inlined into it the innermost calls would be beyond the depth of 15 at which inlining ends.
     */
    private void passWholeMessages() {
        if (scan != boundary || gap > 0) {
            return;
        }
        ByteBuffer memory = ring.memory();
        int mask = ring.capacity() - 1;
        long end = tail;
        long at = scan;
        long messages = written;
        int bytesBefore = 0;
        while (end - at >= FrameDescriptor.SHORT_HEADER) {
            int index = (int) at & mask;
            int flags = memory.get(index);
            int header = FrameDescriptor.SHORT_HEADER;
            long length;
            if (flags == 0) {
                length = memory.get(index + 1 & mask) & 0xFF;
            } else if (flags == FrameDescriptor.LONG && end - at >= FrameDescriptor.LONG_HEADER) {
                header = FrameDescriptor.LONG_HEADER;
                length = ring.getLong(at + 1);
            } else {
                break;
            }
            if (length < 0 || length > longestInline || at + header + length > end) {
                break;
            }
            int bytes = header + (int) length;
            int alike = 1;
            if (bytes == bytesBefore) {
                int last = (int) Math.min(index + end - at, mask + 1) - bytes;
                int next = index + bytes;
                if (flags == 0) {
                    while (next <= last && memory.getShort(next) == length) {
                        next += bytes;
                        alike++;
                    }
                } else {
                    while (next <= last && memory.get(next) == flags && memory.getLong(next + 1) == length) {
                        next += bytes;
                        alike++;
                    }
                }
            }
            at += (long) alike * bytes;
            messages += alike;
            bytesBefore = bytes;
        }
        scan = at;
        boundary = at;
        written = messages;
    }

    private boolean scanFrame() {
        long at = scan + gap;
        int flags = ring.get(at) & 0xFF;
        FrameDescriptor.requireValidFlags(flags);
        long length;
        long body;
        if ((flags & FrameDescriptor.LONG) == 0) {
            length = ring.get(at + 1) & 0xFF;
            body = at + FrameDescriptor.SHORT_HEADER;
        } else {
            if (tail - at < FrameDescriptor.LONG_HEADER) {
                return false;
            }
            length = ring.getLong(at + 1);
            body = at + FrameDescriptor.LONG_HEADER;
        }
        FrameDescriptor.requireValidLength(length, maxMessageSize);
        if ((flags & FrameDescriptor.COMMAND) != 0) {
            return takeCommand(at, body, length);
        }
        if (LargeBody.isLarge(length)) {
            if (gap > 0) {
                closeGap();
                return true;
            }
            return divertLarge(flags, body, length);
        }
        if (tail - body < length) {
            return false;
        }
        if (gap > 0) {
            ring.moveBack(at, scan, body + length - at);
        }
        frameComplete(body + length - gap, flags);
        return true;
    }

    private void frameComplete(long end, int flags) {
        scan = end;
        if ((flags & FrameDescriptor.MORE) == 0) {
            boundary = end;
            written++;
        }
    }

    private boolean takeCommand(long at, long body, long length) {
        MessageSkipper.requireCommandLength(length);
        if (tail - body < length) {
            return false;
        }
        byte[] bytes = new byte[(int) length];
        ring.get(body, bytes, 0, bytes.length);
        gap += body + length - at;
        if (gapsClosed < GAPS_CLOSED_AT_ONCE) {
            gapsClosed++;
            closeGap();
        }
        commands.onCommand(bytes);
        return true;
    }

    /** Moves all that follows the commands taken out up to where they were. */
    private void closeGap() {
        if (gap > 0) {
            ring.moveBack(scan + gap, scan, tail - scan - gap);
            tail -= gap;
            gap = 0;
        }
    }

    private boolean divertLarge(int flags, long body, long length) {
        if (length > Integer.MAX_VALUE - 8) {
            throw new ProtocolViolationException("a frame larger than an array cannot be taken: length=" + length);
        }
        int here = (int) Math.min(length, tail - body);
        byte[] bytes = new byte[(int) Math.min(length, Math.max(here, FIRST_LARGE_BYTES))];
        ring.get(body, bytes, 0, here);
        ring.moveBack(body + here, body, tail - body - here);
        tail -= here;
        largeBody = bytes;
        largeLength = length;
        largeFilled = here;
        largeFlags = flags;
        finishLargeIfComplete();
        return largeBody == null;
    }

    private void publish() {
        if (boundary != queue.produced.positionPlain()) {
            queue.produced.advance(boundary, written);
        }
    }
}
