package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The producing end for a connection: reads from a channel into the ring, walks over the frame headers, and publishes
 * whole messages. Commands are taken out on the way, PING and PONG as soon as they are seen, others when all messages
 * before them are published. One thread at a time, the loop's owner.
 *
 * <p>The walk may stop before the end of what was read: at a high-water mark below {@value WalkBounds#BATCHED_MARK},
 * which is exact, after the commands of one turn, or for lack of memory. Then {@link #hasHeldBack} is true, and {@link
 * #goOn} walks on.
 */
public final class ChannelToQueue {

    /** {@link #readFrom}: the other side has closed. */
    public static final int END_OF_STREAM = -1;

    /** {@link #readFrom}: no room until messages are consumed. */
    public static final int NO_ROOM = -2;

    /**
     * Behind each of the first so many runs of commands of one read, all that follows is moved up at once, which is
     * quick; after that each frame is moved by itself, so that a flood of commands costs no more than its length.
     */
    private static final int GAPS_CLOSED_AT_ONCE = 4;

    private final FrameQueue queue;
    private final CommandHandler commands;
    private final MessageLimits limits;
    private final IncomingBodies bodies;
    private final WalkBounds bounds;
    private final RingGrowth growth;
    private final HeldBackFrames beyond;
    private final WholeMessages whole;
    private ByteRing ring;
    private ByteBuffer view;
    private long tail;
    private long scan;
    private long boundary;
    private long gap;
    private int gapsClosed;
    private long written;
    private final BatchSize batch;
    private int frames;
    private boolean heldBack;
    private boolean filled;

    /**
     * Creates a producing end.
     *
     * @param queue whose producing end this is; it goes on behind what is published
     * @param commands takes the commands
     * @param limits of what the peer may send
     */
    public ChannelToQueue(FrameQueue queue, CommandHandler commands, MessageLimits limits) {
        long maxMessageSize = limits.frameBytes();
        this.queue = queue;
        this.commands = commands;
        this.limits = limits;
        this.bodies = new IncomingBodies(queue);
        this.bounds = new WalkBounds(limits.maxCommandsPerTurn());
        this.growth = new RingGrowth(queue, bounds);
        long maxInline = maxMessageSize < 0 ? LargeBody.MAX_INLINE : Math.min(LargeBody.MAX_INLINE, maxMessageSize);
        this.whole = new WholeMessages(maxInline);
        this.beyond = new HeldBackFrames(commands, bounds, maxInline);
        this.ring = queue.producerRing;
        this.view = ring.view();
        this.boundary = queue.produced.positionPlain();
        this.tail = boundary;
        this.scan = boundary;
        this.written = queue.produced.messagesPlain();
        this.batch = new BatchSize(boundary, written);
    }

    /**
     * {@return whether bytes that were read have not been walked over, so that nothing more is to be read before {@link
     * #goOn}}
     */
    public boolean hasHeldBack() {
        return heldBack;
    }

    /** {@return how far it walks} */
    public WalkBounds bounds() {
        return bounds;
    }

    /**
     * Walks on over what was read and held back. PING and PONG are taken out also from behind messages that are still
     * held back.
     */
    public void goOn() {
        heldBack = false;
        scanFrames();
        if (heldBack) {
            try {
                beyond.takeCommands(ring, scan, tail);
            } finally {
                tail = beyond.end();
                heldBack = tail > scan;
            }
        }
    }

    /**
     * From now on nothing is held back, neither for the high-water mark nor for lack of memory: nothing will follow
     * what is here.
     */
    public void publishAll() {
        bounds.lift();
        if (heldBack) {
            goOn();
        }
    }

    /** {@return bytes of ring memory that an unfinished message takes, a snapshot; any thread} */
    public long unfinishedRingBytes() {
        return heldBack ? 0 : Math.max(0, tail - boundary);
    }

    /** {@return bytes of large bodies that an unfinished message takes, a snapshot; any thread} */
    public long unfinishedBodyBytes() {
        return bodies.claimedBytes();
    }

    /** {@return whether the last read filled all the room it was given, so that there may be more} */
    public boolean filledWhatWasOffered() {
        return filled;
    }

    /** {@return whether a message has arrived in part} */
    public boolean hasPartialMessage() {
        return tail != boundary || bodies.isArriving();
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
     * @throws ZmqProtocolViolationException when the peer broke the protocol; what was complete before is published
     */
    public int readFrom(ReadableByteChannel channel, ByteBuffer scratch) throws IOException {
        if (heldBack) {
            return NO_ROOM;
        }
        LargeBodyCollector arriving = bodies.arriving();
        if (arriving != null) {
            return readLarge(arriving, channel);
        }
        if (!ring.isDirect()) {
            int most = growth.throughScratch(scratch.capacity());
            if (most == 0) {
                return NO_ROOM;
            }
            int read = channel.read(scratch.clear().limit(most));
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
        int offered = Math.min(Math.min(room, ring.capacity() - index), maxBytesOfRead());
        int read = channel.read(view.limit(index + offered).position(index));
        filled = read == offered;
        if (read > 0) {
            tail += read;
            scanFrames();
            if (read == offered && offered == room && ring.capacity() < RingGrowth.EAGER_RECEIVE_CAPACITY) {
                queue.relink(ring.capacity() << 1, boundary, tail);
                refreshRing();
            }
        }
        return read;
    }

    /**
     * Reads once behind what is held back, without walking over it, as far as little memory does.
     *
     * @param channel non-blocking
     * @return bytes read, maybe 0; {@link #END_OF_STREAM}, or {@link #NO_ROOM} when enough is held back
     * @throws IOException when the connection is broken
     */
    public int readBehindHeldBack(ReadableByteChannel channel) throws IOException {
        if (!heldBack
                || bodies.isArriving()
                || !ring.isDirect()
                || tail - boundary >= RingGrowth.EAGER_RECEIVE_CAPACITY) {
            return NO_ROOM;
        }
        if (room() == 0) {
            if (!growth.makeRoom(boundary, tail)) {
                return NO_ROOM;
            }
            refreshRing();
        }
        int index = ring.index(tail);
        int offered = Math.min(Math.min(room(), ring.capacity() - index), BatchSize.READ_BATCH_BYTES);
        int read = channel.read(view.limit(index + offered).position(index));
        tail += Math.max(0, read);
        return read;
    }

    /**
     * Takes bytes that were read before, such as what followed a handshake, also beyond the limit of memory.
     *
     * @param bytes from position to limit, all of them taken
     * @throws ZmqProtocolViolationException when the peer broke the protocol; what was complete before is published
     */
    public void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int wanted = bytes.remaining();
            LargeBodyCollector arriving = bodies.arriving();
            if (arriving != null) {
                arriving.put(bytes);
                finishIfComplete(arriving);
                continue;
            }
            if (room() < wanted) {
                queue.relinkAnyway(BufferPool.capacityFor(tail - boundary + wanted), boundary, tail);
                refreshRing();
            }
            ring.put(tail, bytes, bytes.position(), wanted);
            bytes.position(bytes.limit());
            tail += wanted;
            if (!heldBack) {
                scanFrames();
            }
        }
    }

    /**
     * Replaces a full ring by a larger one although messages wait in it, if the high-water mark in bytes allows it.
     *
     * @return whether there is room now
     */
    public boolean growAlthoughUnread() {
        return !bodies.isArriving() && !heldBack && ring.capacity() > 0 && room() == 0 && grow(true);
    }

    /** Forgets a message that arrived in part: its connection is gone. */
    public void dropPartialMessage() {
        tail = boundary;
        scan = boundary;
        frames = 0;
        heldBack = false;
        bodies.drop(boundary);
        queue.endStarving();
    }

    /**
     * Gives up what arrived of an unfinished message, and everything that follows it. What is published stays. Nothing
     * may be read here afterwards.
     *
     * @return goes on where this end stopped; does not touch the queue
     */
    public MessageSkipper skipFromHere() {
        MessageSkipper skipper = new MessageSkipper(commands, limits.frameBytes());
        LargeBodyCollector arriving = bodies.arriving();
        if (arriving != null) {
            skipper.enterBody(arriving.flags(), arriving.left());
        } else {
            byte[] begun = new byte[(int) (tail - scan)];
            ring.get(scan, begun, 0, begun.length);
            skipper.skip(ByteBuffer.wrap(begun));
        }
        dropPartialMessage();
        return skipper;
    }

    private int maxBytesOfRead() {
        return batch.bytes(queue.highWaterMark(), boundary, written);
    }

    private int room() {
        return (int) (Math.max(queue.consumed.position(), ring.start()) + ring.capacity() - tail);
    }

    private boolean grow(boolean whileUnread) {
        if (growth.grow(whileUnread, boundary, tail)) {
            refreshRing();
            return true;
        }
        if (room() == 0) {
            return false;
        }
        // The consumer made room meanwhile, and will not signal that again.
        queue.endStarving();
        return true;
    }

    private int readLarge(LargeBodyCollector arriving, ReadableByteChannel channel) throws IOException {
        if (!bodies.makeRoom(arriving, bounds.areLifted())) {
            return NO_ROOM;
        }
        int offered = arriving.room();
        int read = arriving.read(channel);
        filled = read == offered;
        finishIfComplete(arriving);
        return read;
    }

    private void finishIfComplete(LargeBodyCollector arriving) {
        long behindHeader = scan + FrameDescriptor.LONG_HEADER;
        if (bodies.finish(arriving, behindHeader)) {
            frameComplete(behindHeader, arriving.flags());
            publish();
        }
    }

    private boolean mayGoOn(long limit) {
        if (bounds.mayGoOn(written, limit)) {
            return true;
        }
        heldBack = tail - scan - gap > 0;
        return false;
    }

    private void scanFrames() {
        long limit = bounds.messageLimit(queue, written);
        try {
            do {
                passWholeMessages(limit);
            } while (mayGoOn(limit)
                    && tail - scan - gap >= FrameDescriptor.SHORT_HEADER
                    && scanFrame()
                    && !bodies.isArriving());
        } finally {
            closeGap();
            gapsClosed = 0;
            publish();
        }
    }

    private void passWholeMessages(long limit) {
        if (scan != boundary || gap > 0) {
            return;
        }
        whole.pass(ring, scan, tail, limit - written);
        scan = whole.end();
        boundary = scan;
        written += whole.messages();
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
        FrameDescriptor.requireValidLength(length, limits.frameBytes());
        if ((flags & FrameDescriptor.COMMAND) != 0) {
            return takeCommand(at, body, length);
        }
        if (frames > 0 || (flags & FrameDescriptor.MORE) != 0) {
            limits.requireValidMultipart(scan - boundary + bodies.completeBytes() + (body - at) + length, frames + 1);
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
        if ((flags & FrameDescriptor.MORE) != 0) {
            frames++;
            return;
        }
        frames = 0;
        boundary = end;
        written++;
        bodies.messageComplete();
    }

    private boolean takeCommand(long at, long body, long length) {
        MessageSkipper.requireCommandLength(length);
        if (tail - body < length) {
            return false;
        }
        byte[] bytes = new byte[(int) length];
        ring.get(body, bytes, 0, bytes.length);
        gap += body + length - at;
        if (gapsClosed < GAPS_CLOSED_AT_ONCE && !isCommandNext()) {
            gapsClosed++;
            closeGap();
        }
        bounds.countCommand();
        if (!Command.isHeartbeat(bytes) && publish()) {
            // A subscription may be a message too, so each command has its place between the messages.
            queue.consumer().wakeAfterPublish();
        }
        commands.onCommand(bytes);
        return true;
    }

    private boolean isCommandNext() {
        long next = scan + gap;
        return next < tail && (ring.get(next) & FrameDescriptor.COMMAND) != 0;
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
        int here = (int) Math.min(length, tail - body);
        LargeBodyCollector arriving = bodies.begin(flags, length, here, bounds.areLifted());
        if (arriving == null) {
            heldBack = true;
            return false;
        }
        ring.get(body, arriving.bytes(), 0, here);
        arriving.filled(here);
        ring.moveBack(body + here, body, tail - body - here);
        tail -= here;
        finishIfComplete(arriving);
        return !bodies.isArriving();
    }

    private boolean publish() {
        if (boundary == queue.produced.positionPlain()) {
            return false;
        }
        queue.produced.advance(boundary, written);
        return true;
    }
}
