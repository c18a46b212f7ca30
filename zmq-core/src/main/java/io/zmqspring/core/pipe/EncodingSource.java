package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.zmtp.FrameDescriptor;
import io.zmqspring.core.zmtp.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.List;
import java.util.Objects;

/**
 * Encodes frames on their way from the ring to a channel. What is encoded waits in a buffer of at most {@value
 * #MAX_STAGED} bytes until it is written; the queue keeps each message until then, so that another connection can
 * encode it again.
 */
public final class EncodingSource implements MessageSource {

    private static final int MAX_STAGED = 1 << 16;

    /** Most messages that end in one filling of the buffer. */
    private static final int MAX_ENDS = 1 << 9;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FrameQueue queue;
    private final FrameEncoder encoder;
    private final List<LargeBody> window;
    private ByteRing ring;
    private ByteBuffer view;

    /** What is encoded and not written, from position to limit. */
    private ByteBuffer staged = NOTHING;

    /** Where a frame body is laid out that begins at the end of the ring's memory and goes on at its start. */
    private ByteBuffer straight = NOTHING;

    /** Ends of messages, as indexes in what is staged and as positions in the ring. */
    private final int[] stagedEnds = new int[MAX_ENDS];

    private final long[] ends = new long[MAX_ENDS];
    private int endCount;
    private int endsWritten;

    private long encoded;
    private long frameEnd;
    private int flags;
    private boolean inFrame;
    private boolean inMessage;
    private int largeNext;
    private long released;
    private long consumed;
    private boolean stalled;

    /**
     * Creates a consuming end.
     *
     * @param queue whose consuming end this is; it goes on behind what is consumed
     * @param encoder of the connection
     */
    public EncodingSource(FrameQueue queue, FrameEncoder encoder) {
        this.queue = queue;
        this.encoder = encoder;
        this.window = queue.fetchedLarge;
        this.ring = queue.consumerRing;
        this.view = ring.view();
        this.released = queue.consumed.positionPlain();
        this.consumed = queue.consumed.messagesPlain();
        this.encoded = released;
    }

    @Override
    public FrameQueue queue() {
        return queue;
    }

    @Override
    public boolean isStalled() {
        return stalled;
    }

    @Override
    public boolean isDrained() {
        return queue.isEmpty();
    }

    @Override
    public boolean isAtMessageStart() {
        return !inFrame && !inMessage && !staged.hasRemaining();
    }

    @Override
    public void knows(long position, long messages) {
        // Each frame has to be looked at anyway.
    }

    @Override
    public void refreshRing() {
        if (queue.isEmpty()) {
            giveBack();
            ring = queue.consumerRing;
            view = ring.view();
        }
    }

    @Override
    public ByteBuffer encodeCommands(ByteBuffer frames) {
        ByteBuffer out = ByteBuffer.allocate(2 * frames.remaining() + FrameEncoder.MIN_ROOM);
        while (frames.hasRemaining()) {
            int frameFlags = frames.get();
            boolean isLong = (frameFlags & FrameDescriptor.LONG) != 0;
            int length = isLong ? Math.toIntExact(frames.getLong()) : frames.get() & 0xFF;
            encoder.begin(frameFlags & FrameDescriptor.COMMAND, frames.slice(frames.position(), length));
            frames.position(frames.position() + length);
            while (out.remaining() < FrameEncoder.MIN_ROOM || !encoder.encode(out)) {
                out = ByteBuffer.allocate(2 * out.capacity()).put(out.flip());
            }
        }
        return out.flip();
    }

    @Override
    public long writeTo(GatheringByteChannel channel, long budget) throws IOException {
        return write(channel, budget, false);
    }

    @Override
    public long finishMessage(GatheringByteChannel channel, long budget) throws IOException {
        return write(channel, budget, true);
    }

    private long write(GatheringByteChannel channel, long budget, boolean finish) throws IOException {
        long total = 0;
        stalled = false;
        try {
            while (total < budget && !stalled && (staged.hasRemaining() || fill(finish))) {
                total += channel.write(staged);
                stalled = staged.hasRemaining();
                settle();
            }
        } finally {
            publish();
        }
        return total;
    }

    /** Encodes what is next into the empty buffer. */
    private boolean fill(boolean finish) {
        if (!finish && isAtMessageStart() && encoded == queue.produced.position()) {
            queue.moveToRing();
        }
        long limit = queue.produced.position();
        if (!isNext(limit, finish)) {
            return false;
        }
        ByteBuffer target = room();
        endCount = 0;
        endsWritten = 0;
        try {
            do {
                if (!inFrame) {
                    if (encoded == ring.end() && target.position() > 0) {
                        // The ring is given back when this end moves on, so its messages must be written first.
                        break;
                    }
                    beginFrame();
                }
                if (!encoder.encode(target)) {
                    break;
                }
                endFrame(target.position());
            } while (isNext(limit, finish) && target.remaining() >= FrameEncoder.MIN_ROOM && endCount < MAX_ENDS);
        } finally {
            target.flip();
        }
        if (!target.hasRemaining()) {
            throw new IllegalStateException("nothing came of a frame: encoder=" + encoder + ", flags=" + flags);
        }
        return true;
    }

    private boolean isNext(long limit, boolean finish) {
        return inFrame || inMessage || !finish && encoded < limit;
    }

    private void beginFrame() {
        while (encoded == ring.end()) {
            // The queue moves on after this end has: that cannot fail, and this may.
            ByteRing next = Objects.requireNonNull(ring.next());
            ByteBuffer nextView = next.view();
            ring = next;
            view = nextView;
            queue.nextConsumerRing();
        }
        flags = ring.get(encoded);
        long length = RingFrames.bodyLength(ring, encoded, flags);
        long start = encoded + FrameDescriptor.headerLengthOf(flags);
        ByteBuffer body;
        if (LargeBody.isLarge(length)) {
            body = ByteBuffer.wrap(nextLarge().bytes());
            frameEnd = start;
        } else {
            body = stretch(start, (int) length);
            frameEnd = start + length;
        }
        inFrame = true;
        encoder.begin(flags & (FrameDescriptor.MORE | FrameDescriptor.COMMAND), body);
    }

    private void endFrame(int stagedEnd) {
        inFrame = false;
        encoded = frameEnd;
        inMessage = (flags & FrameDescriptor.MORE) != 0;
        if (!inMessage) {
            ends[endCount] = encoded;
            stagedEnds[endCount] = stagedEnd;
            endCount++;
        }
    }

    private LargeBody nextLarge() {
        if (window.size() == largeNext) {
            // Taken off last: that cannot fail, and adding may.
            window.add(Objects.requireNonNull(queue.largeBodies.peek()));
            queue.largeBodies.poll();
        }
        return window.get(largeNext++);
    }

    private ByteBuffer stretch(long start, int length) {
        int index = ring.index(start);
        if (length <= ring.capacity() - index) {
            return view.limit(index + length).position(index);
        }
        if (straight.capacity() < length) {
            straight = replace(straight, queue.pool.takeAnyway(BufferPool.capacityFor(length)));
        }
        ring.get(start, straight.clear(), 0, length);
        return straight.limit(length);
    }

    /** {@return an empty buffer, in size by what is queued, or smaller when memory is scarce} */
    private ByteBuffer room() {
        int wanted = BufferPool.capacityFor(Math.min(MAX_STAGED, 2 * queue.sizeBytes()));
        if (staged.capacity() < wanted) {
            ByteBuffer taken = StagingMemory.takeIfPlenty(queue.pool, wanted);
            if (taken == null && staged.capacity() == 0) {
                taken = queue.pool.takeAnyway(BufferPool.MIN_CAPACITY);
            }
            if (taken != null) {
                staged = replace(staged, taken);
            }
        }
        return staged.clear();
    }

    private ByteBuffer replace(ByteBuffer present, ByteBuffer taken) {
        if (present.capacity() > 0) {
            queue.pool.give(present);
        }
        return taken;
    }

    private void settle() {
        int end = endsWritten;
        while (end < endCount && stagedEnds[end] <= staged.position()) {
            end++;
        }
        if (end > endsWritten) {
            released = ends[end - 1];
            consumed += end - endsWritten;
            endsWritten = end;
        }
    }

    private void publish() {
        if (released != queue.consumed.positionPlain()) {
            largeNext -= queue.release(released, consumed, window, largeNext);
        }
    }

    private void giveBack() {
        ByteBuffer first = staged;
        ByteBuffer second = straight;
        staged = NOTHING;
        straight = NOTHING;
        if (first.capacity() > 0) {
            queue.pool.give(first);
        }
        if (second.capacity() > 0) {
            queue.pool.give(second);
        }
    }

    @Override
    public void close() {
        giveBack();
    }
}
