package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands contiguous stretches of the ring to a channel as they are. */
public final class QueueToChannel implements MessageSource {

    /**
     * Most bytes of a large body handed to the channel at once, since the JDK copies heap memory to direct memory
     * first.
     */
    private static final int LARGE_STRETCH = 1 << 18;

    private final FrameQueue queue;
    private final List<LargeBody> window;
    private ByteRing ring;
    private ByteBuffer view;

    /** The view, and another for what goes on at the start of the memory; made when first needed. */
    private final @Nullable ByteBuffer[] pieces = new ByteBuffer[2];

    private long sent;
    private long frameStart;
    private long released;
    private long consumed;
    private int largeNext;
    private int largeSent;
    private long knownPosition;
    private long knownMessages;
    private boolean stalled;

    /** @param queue whose consuming end this is; it goes on behind what is consumed */
    public QueueToChannel(FrameQueue queue) {
        this(queue, queue.fetchedLarge);
    }

    /** With a list of large bodies, taken from the queue and not yet released, that may refuse one. */
    QueueToChannel(FrameQueue queue, List<LargeBody> window) {
        this.queue = queue;
        this.window = window;
        this.ring = queue.consumerRing;
        this.view = ring.view();
        this.released = queue.consumed.positionPlain();
        this.sent = released;
        this.frameStart = released;
        this.consumed = queue.consumed.messagesPlain();
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
        return released == sent;
    }

    @Override
    public void knows(long position, long messages) {
        knownPosition = position;
        knownMessages = messages;
    }

    @Override
    public void refreshRing() {
        ring = queue.consumerRing;
        view = ring.view();
    }

    @Override
    public ByteBuffer encodeCommands(ByteBuffer frames) {
        return frames;
    }

    @Override
    public long writeTo(GatheringByteChannel channel, long budget) throws IOException {
        long total = 0;
        stalled = false;
        try {
            while (total < budget) {
                long limit = queue.produced.position();
                fetchLarge();
                int written;
                int offered;
                if (hasLargeAt(sent)) {
                    LargeBody large = window.get(largeNext);
                    offered = Math.min(LARGE_STRETCH, large.bytes().length - largeSent);
                    written = channel.write(ByteBuffer.wrap(large.bytes(), largeSent, offered));
                    largeSent += written;
                    if (largeSent == large.bytes().length) {
                        largeNext++;
                        largeSent = 0;
                        released();
                    }
                } else {
                    if (largeNext < window.size()) {
                        limit = Math.min(limit, window.get(largeNext).position());
                    }
                    if (sent == limit) {
                        if (queue.moveToRing()) {
                            continue;
                        }
                        break;
                    }
                    enterRing();
                    limit = Math.min(limit, ring.end());
                    offered = (int) (limit - sent);
                    written = write(channel, offered);
                    sent += written;
                    released();
                }
                total += written;
                if (written < offered) {
                    stalled = true;
                    break;
                }
            }
        } finally {
            publish();
        }
        return total;
    }

    @Override
    public long finishMessage(GatheringByteChannel channel, long budget) throws IOException {
        long total = 0;
        stalled = false;
        try {
            while (released != sent && total < budget && !stalled) {
                fetchLarge();
                int flags = ring.get(frameStart);
                long length = RingFrames.bodyLength(ring, frameStart, flags);
                long bodyStart = frameStart + FrameDescriptor.headerLengthOf(flags);
                int written;
                int offered;
                if (hasLargeAt(sent)) {
                    LargeBody large = window.get(largeNext);
                    offered = Math.min(LARGE_STRETCH, large.bytes().length - largeSent);
                    written = channel.write(ByteBuffer.wrap(large.bytes(), largeSent, offered));
                    largeSent += written;
                    if (largeSent == large.bytes().length) {
                        largeNext++;
                        largeSent = 0;
                    }
                } else {
                    long end = LargeBody.isLarge(length) ? bodyStart : bodyStart + length;
                    offered = (int) (end - sent);
                    written = write(channel, offered);
                    sent += written;
                }
                released();
                total += written;
                stalled = written < offered;
            }
        } finally {
            publish();
        }
        return total;
    }

    @Override
    public void close() {
        // It holds nothing.
    }

    /** Writes a stretch in one go, also one that begins at the end of the memory and goes on at its start. */
    private int write(GatheringByteChannel channel, int length) throws IOException {
        int index = ring.index(sent);
        int first = ring.capacity() - index;
        if (length <= first) {
            return channel.write(view.limit(index + length).position(index));
        }
        ByteBuffer[] pieces = this.pieces;
        if (pieces[0] != view) {
            pieces[0] = view;
            pieces[1] = ring.view();
        }
        view.limit(index + first).position(index);
        pieces[1].limit(length - first).position(0);
        return (int) channel.write(pieces);
    }

    private void fetchLarge() {
        while (window.size() == largeNext) {
            LargeBody next = queue.largeBodies.peek();
            if (next == null) {
                return;
            }
            // Taken off last: that cannot fail, and adding may.
            window.add(next);
            queue.largeBodies.poll();
        }
    }

    private boolean hasLargeAt(long position) {
        return largeNext < window.size() && window.get(largeNext).position() == position;
    }

    private void enterRing() {
        while (sent == ring.end()) {
            // The queue moves on after this end has: that cannot fail, and this may.
            ByteRing next = Objects.requireNonNull(ring.next());
            ByteBuffer nextView = next.view();
            ring = next;
            view = nextView;
            queue.nextConsumerRing();
        }
    }

    private void released() {
        ByteRing ring = this.ring;
        long sent = this.sent;
        if (knownPosition > frameStart && knownPosition <= sent && window.isEmpty()) {
            frameStart = knownPosition;
            released = knownPosition;
            consumed = knownMessages;
        }
        long at = frameStart;
        while (at < sent) {
            int flags = ring.get(at);
            long end;
            if ((flags & FrameDescriptor.LONG) == 0) {
                if (sent - at < FrameDescriptor.SHORT_HEADER) {
                    break;
                }
                end = at + FrameDescriptor.SHORT_HEADER + (ring.get(at + 1) & 0xFF);
            } else {
                end = at + FrameDescriptor.LONG_HEADER;
                if (sent < end) {
                    break;
                }
                long length = ring.getLong(at + 1);
                if (!LargeBody.isLarge(length)) {
                    end += length;
                } else if (largeNext < window.size() && window.get(largeNext).position() == end || !isFetched(end)) {
                    break;
                }
            }
            if (end > sent) {
                break;
            }
            at = end;
            if ((flags & FrameDescriptor.MORE) == 0) {
                released = end;
                consumed++;
            }
        }
        frameStart = at;
    }

    private boolean isFetched(long position) {
        for (int i = 0; i < largeNext; i++) {
            if (window.get(i).position() == position) {
                return true;
            }
        }
        return false;
    }

    private void publish() {
        if (released != queue.consumed.positionPlain()) {
            largeNext -= queue.release(released, consumed, window, largeNext);
        }
    }
}
