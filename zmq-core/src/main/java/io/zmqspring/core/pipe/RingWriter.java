package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.ring.Padded;
import java.nio.ByteBuffer;

/**
 * Where a producing end stands in its queue, and how far it may write there: as far as the high-water marks, the ring
 * and the memory for a larger one allow. A superclass and not a part, so that the fields which every message
 * changes lie in one object.
 */
public abstract sealed class RingWriter extends Padded permits MessageWriter {

    /**
     * Up to this size a full ring is replaced by a larger one without further thought; more does not stay in a core's
     * cache.
     */
    static final int EAGER_SEND_CAPACITY = 1 << 19;

    /** A larger ring is replaced by one of {@link #EAGER_SEND_CAPACITY} when no more than this waits in it. */
    private static final int LITTLE = EAGER_SEND_CAPACITY >> 1;

    /**
     * So many bytes are worth a system call: bare writes of 128, 256 and 512 KiB carry 2.7, 3.2 and 4.3 GB/s on
     * loopback. More than this would leave no room in a ring of {@link #EAGER_SEND_CAPACITY}.
     */
    static final int WRITE_BATCH_BYTES = 3 << 17;

    /**
     * From this high-water mark on small messages may go beyond it while the operating system takes what it is given.
     */
    private static final int BATCHED_MARK = 1000;

    /** So many bytes may wait beyond it: a thousand messages of ten bytes are no batch worth a system call. */
    private static final int BYTES_BEYOND_MARK = 1 << 16;

    /** So many messages may go beyond it before the writer looks again how the operating system fares. */
    static final int MESSAGES_BEYOND_MARK = 256;

    /**
     * The sender's core takes over so many bytes of free memory ahead at once. Line by line, each first store would
     * wait for the receiver's core to give the line up, and the send lock would wait for that store.
     */
    private static final int CLAIM_BYTES = 1 << 10;

    final FrameQueue queue;
    final ConsumerEnd consumer;
    ByteRing shared;
    ByteRing ring;
    ByteBuffer memory;
    int mask;
    long tail;
    long batchStart;
    long written;
    long creditLimit;
    long spaceLimit;
    long claimed;
    boolean stretched;

    /** No high-water mark holds up the message being written, or any that a {@link Mailbox} moves on. */
    boolean boundless;

    /** @param queue whose producing end this is; it goes on behind what is published */
    RingWriter(FrameQueue queue) {
        this.queue = queue;
        this.consumer = queue.consumer();
        this.shared = queue.producerRing;
        this.ring = shared.twin();
        this.memory = ring.memory();
        this.mask = ring.capacity() - 1;
        this.tail = queue.produced.positionPlain();
        this.batchStart = tail;
        this.written = queue.produced.messagesPlain();
        refreshSpace();
    }

    /** {@return how much may wait before a larger ring is needed, in bytes} */
    int eagerBytes() {
        return Math.min(ring.capacity(), EAGER_SEND_CAPACITY);
    }

    /** The ring memory was given back while both ends were held. */
    public void refreshRing() {
        // Were there no memory for the next line, the next message would look for its ring again before it is written.
        spaceLimit = Math.min(spaceLimit, tail);
        claimed = Math.min(claimed, tail);
        onRing(queue.producerRing);
        refreshSpace();
    }

    private void onRing(ByteRing next) {
        if (next != shared) {
            onRing(next, next.twin());
        }
    }

    private void onRing(ByteRing next, ByteRing twin) {
        shared = next;
        ring = twin;
        memory = ring.memory();
        mask = ring.capacity() - 1;
        claimed = tail;
    }

    /**
     * Goes on in a new ring. All that may fail comes before the first change.
     *
     * @return whether there was memory; if not, nothing is changed
     */
    private boolean relink(int capacity) {
        ByteBuffer fresh = queue.pool.take(capacity);
        if (fresh == null) {
            return false;
        }
        ByteRing next;
        ByteRing twin;
        try {
            next = ByteRing.over(fresh, tail);
            twin = next.twin();
        } catch (OutOfMemoryError e) {
            queue.pool.give(fresh);
            throw e;
        }
        queue.endStarving();
        queue.link(next);
        onRing(next, twin);
        return true;
    }

    /** The queue has other bounds, or a mailbox, which hold from the next message on. */
    public void forgetCredit() {
        creditLimit = 0;
    }

    final void publish(long newTail) {
        tail = newTail;
        queue.produced.advance(newTail, ++written);
    }

    final boolean refreshCredit() {
        long mark = queue.highWaterMark();
        long consumed = queue.consumed.messages();
        creditLimit = mark == Long.MAX_VALUE ? Long.MAX_VALUE : consumed + mark;
        if (written >= creditLimit
                && mark >= BATCHED_MARK
                && mayGoBeyondMark(written - consumed < 2 * mark)
                && queue.isFlowing()) {
            creditLimit = written + MESSAGES_BEYOND_MARK;
        }
        if (written < creditLimit) {
            return true;
        }
        spaceLimit = Math.min(spaceLimit, tail);
        claimed = Math.min(claimed, tail);
        return false;
    }

    private boolean mayGoBeyondMark(boolean isBelowTwiceTheMark) {
        long bytes = tail - queue.consumed.position();
        return bytes < BYTES_BEYOND_MARK || bytes < WRITE_BATCH_BYTES && isBelowTwiceTheMark;
    }

    private long freeBytes() {
        return Math.max(0, queue.highWaterMarkBytes() - queue.largeBytes.get());
    }

    final void refreshSpace() {
        long head = queue.consumed.position();
        long mark = head + (boundless ? FrameQueue.MAX_BYTES : freeBytes());
        int most = stretched ? ring.capacity() : Math.min(ring.capacity(), EAGER_SEND_CAPACITY);
        spaceLimit = Math.min(Math.max(head, ring.start()) + most, mark);
        claimed = Math.min(claimed, spaceLimit);
    }

    final boolean hasRoomBeside(long large, long need, boolean isCharged) {
        MessageSize.requireCarriable(large, queue.largeBytes.account());
        if (boundless || queue.isRingEmpty()) {
            return true;
        }
        MemoryAccount bodies = queue.largeBytes.account();
        if (!isCharged && !bodies.hasRoom(need)) {
            queue.starve(bodies, need);
            return false;
        }
        return queue.sizeBytes() + need <= queue.highWaterMarkBytes();
    }

    final boolean claim(int need, boolean mayGrow) {
        if (tail + need > spaceLimit && !makeRoom(need, mayGrow)) {
            return false;
        }
        long to = tail + need;
        if (need <= CLAIM_BYTES) {
            to = Math.min(spaceLimit, to + CLAIM_BYTES);
            ring.claim(Math.max(claimed, tail), to);
        }
        claimed = to;
        return true;
    }

    private boolean makeRoom(int need, boolean mayGrow) {
        onRing(queue.producerRing);
        stretched = mayGrow || stretched && tail - queue.consumed.position() > LITTLE;
        if (!stretched
                && need <= LITTLE
                && ring.capacity() > EAGER_SEND_CAPACITY
                && tail - queue.consumed.position() <= LITTLE) {
            relink(EAGER_SEND_CAPACITY);
        }
        refreshSpace();
        if (tail + need <= spaceLimit) {
            return true;
        }
        boolean alone = queue.isRingEmpty();
        if (!alone && !boundless && queue.sizeBytes() + need > queue.highWaterMarkBytes()) {
            return false;
        }
        long wanted = Math.min(BufferPool.MAX_CAPACITY, Math.max(2L * ring.capacity(), 2L * need));
        if (!alone && !stretched && wanted > EAGER_SEND_CAPACITY) {
            return false;
        }
        if (!alone || need > ring.capacity()) {
            int capacity = BufferPool.capacityFor(wanted);
            if (!relink(capacity) && !(alone && relink(BufferPool.capacityFor(need)))) {
                queue.starve(queue.pool.account(), alone ? BufferPool.capacityFor(need) : capacity);
                return false;
            }
        }
        refreshSpace();
        spaceLimit = Math.max(spaceLimit, tail + need);
        return true;
    }
}
