package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.ring.BufferPool;

/** When the ring that a {@link ChannelToQueue} writes to may become larger, and how large. The loop's owner. */
final class RingGrowth {

    /** Up to this capacity, in bytes, a ring that is full becomes larger whatever fills it. */
    static final int EAGER_RECEIVE_CAPACITY = 1 << 18;

    private final FrameQueue queue;
    private final WalkBounds bounds;

    RingGrowth(FrameQueue queue, WalkBounds bounds) {
        this.queue = queue;
        this.bounds = bounds;
    }

    /**
     * Puts a larger ring in the place of a full one. Where what is unread takes less than half of the ring, it is the
     * unfinished message that needs more.
     *
     * @param whileUnread whether also while messages wait to be received, if the high-water mark in bytes allows it
     * @param boundary behind the last whole message
     * @param tail behind the last byte that was read
     * @return whether it did; if not for lack of memory, the queue starves
     */
    boolean grow(boolean whileUnread, long boundary, long tail) {
        int present = queue.capacity();
        long unread = queue.sizeBytes();
        if (!bounds.areLifted()
                && unread > present >> 1
                && present >= EAGER_RECEIVE_CAPACITY
                && (!whileUnread || unread >= queue.highWaterMarkBytes())) {
            return false;
        }
        if (present >= BufferPool.MAX_CAPACITY) {
            throw new ZmqProtocolViolationException("a multipart message of more than " + BufferPool.MAX_CAPACITY
                    + " bytes outside large frames cannot be taken: received so far=" + (tail - boundary));
        }
        int capacity = BufferPool.capacityFor(Math.max(2L * present, 2 * (tail - boundary)));
        if (bounds.areLifted()) {
            queue.relinkAnyway(capacity, boundary, tail);
        } else if (!queue.relink(capacity, boundary, tail)) {
            queue.starve(queue.ringAccount(), capacity);
            return false;
        }
        return true;
    }

    /**
     * Puts a ring with room behind what is not published in the place of a full one, if there is memory.
     *
     * @param boundary behind the last whole message
     * @param tail behind the last byte that was read
     * @return whether it did
     */
    boolean makeRoom(long boundary, long tail) {
        return queue.relink(BufferPool.capacityFor(Math.max(queue.capacity(), 2 * (tail - boundary))), boundary, tail);
    }

    /**
     * Computes how many bytes may be read through a scratch buffer and then kept.
     *
     * @param most the buffer's capacity
     * @return a power of two; 0 when there is no memory, and the queue starves
     */
    int throughScratch(int most) {
        int there = bounds.areLifted() ? most : queue.pool.available(most);
        if (there == 0) {
            queue.starve(queue.ringAccount(), BufferPool.MIN_CAPACITY);
        }
        return there;
    }
}
