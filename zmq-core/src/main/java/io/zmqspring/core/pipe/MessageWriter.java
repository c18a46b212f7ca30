package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteCopy;
import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;

/**
 * The producing end for an application: encodes whole messages into the ring and publishes them. One thread at a time;
 * the socket's send lock sees to that. A call that throws, for lack of memory for instance, leaves the queue as it was.
 */
public final class MessageWriter extends Padded {

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

    /** So far at least, since a thousand messages of ten bytes are no batch worth a system call. */
    private static final int BYTES_BEYOND_MARK = 1 << 16;

    /** For how many messages at once. */
    static final int MESSAGES_BEYOND_MARK = 256;

    /**
     * So much free memory ahead is made the sender's own at once. Line by line, each first store would wait for the
     * receiver's core to give the line up, and the send lock would wait for that store.
     */
    private static final int CLAIM_BYTES = 1 << 10;

    private static final byte[] NO_BYTES = {};

    private final FrameQueue queue;
    private final ConsumerEnd consumer;
    private ByteRing shared;
    private ByteRing ring;
    private ByteBuffer memory;
    private int mask;
    private long tail;
    private long batchStart;
    private long written;
    private long creditLimit;
    private long spaceLimit;
    private long claimed;
    private boolean stretched;

    /** No high-water mark holds up the message being written, or any that a {@link Mailbox} moves on. */
    boolean boundless;

    /** @param queue whose producing end this is; it goes on behind what is published */
    public MessageWriter(FrameQueue queue) {
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

    /** {@return the queue it writes to} */
    public FrameQueue queue() {
        return queue;
    }

    /** {@return the other end of the queue, to be woken when it rests} */
    public ConsumerEnd consumer() {
        return consumer;
    }

    /** {@return whether, once for so many bytes, it is worth handing what is queued to the operating system} */
    public boolean isBatchComplete() {
        if (tail - batchStart < WRITE_BATCH_BYTES) {
            return false;
        }
        batchStart = tail;
        return true;
    }

    /** {@return the position behind the last message written} */
    public long position() {
        return tail;
    }

    /** {@return how many messages end there or before} */
    public long messages() {
        return written;
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

    /**
     * Writes one message, or nothing.
     *
     * @param content a {@code byte[]}, a {@link ByteBuffer} (its position moves to its limit), a {@link ZmqMessage},
     *     an {@link EnvelopedMessage} or an {@link EncodedMessage}; copied
     * @param mayGrow whether a full ring is to be replaced by a larger one although the consumer might free it soon;
     *         then also the next messages may fill it, until little waits in it
     * @return whether it was written; if not, the high-water mark or the ring leaves no room
     */
    public boolean write(Object content, boolean mayGrow) {
        if (written >= creditLimit && !refreshCredit()) {
            return queue.putAhead(content);
        }
        return writeToRing(content, mayGrow);
    }

    /** The queue has other bounds, or a mailbox, which hold from the next message on. */
    public void forgetCredit() {
        creditLimit = 0;
    }

    /** As {@link #write}, whatever the high-water mark in messages. */
    boolean writeToRing(Object content, boolean mayGrow) {
        if (content instanceof byte[] body) {
            return write(body, mayGrow);
        }
        if (content instanceof ByteBuffer body) {
            return write(body, mayGrow);
        }
        if (content instanceof ZmqMessage message) {
            return write(NO_BYTES, 0, message, 0, mayGrow);
        }
        if (content instanceof EncodedMessage encoded) {
            return write(NO_BYTES, 0, encoded, mayGrow);
        }
        return write((EnvelopedMessage) content, mayGrow);
    }

    private boolean write(byte[] envelope, int envelopeLength, EncodedMessage message, boolean mayGrow) {
        if (!claim(envelopeLength, message, mayGrow)) {
            return false;
        }
        long at = tail + envelopeLength;
        if (message.largeBytes() > 0) {
            message.shareLarge(queue, at);
        }
        ring.put(tail, envelope, 0, envelopeLength);
        ring.put(at, message.bytes(), message.start(), message.length());
        publish(at + message.length());
        if (message.largeBytes() > 0) {
            refreshSpace();
        }
        return true;
    }

    private boolean claim(int envelopeLength, EncodedMessage message, boolean mayGrow) {
        int inline = envelopeLength + message.length();
        long large = message.largeBytes();
        return (large == 0 || hasRoomBeside(large, inline + large, message.isChargedTo(queue.bodyAccount())))
                && (tail + inline <= claimed || claim(inline, mayGrow));
    }

    /**
     * Makes sure that a message can be written next, with as much memory as the high-water mark allows.
     *
     * @param message to be written, or not
     * @return whether {@link #write} will write it
     */
    boolean reserve(EncodedMessage message) {
        return (written < creditLimit || refreshCredit()) && claim(0, message, true);
    }

    /**
     * Writes a message that no high-water mark holds up, such as a subscription.
     *
     * @param message without large bodies
     * @return whether it was written; if not, there is no memory
     */
    public boolean writeBeyondMark(EncodedMessage message) {
        if (queue.putAhead(message)) {
            return true;
        }
        boundless = true;
        try {
            return write(NO_BYTES, 0, message, true);
        } finally {
            boundless = false;
            refreshSpace();
        }
    }

    private boolean write(EnvelopedMessage enveloped, boolean mayGrow) {
        byte[] envelope = enveloped.envelope();
        int length = enveloped.envelopeLength();
        Object content = enveloped.content();
        if (content instanceof ZmqMessage message) {
            return write(envelope, length, message, enveloped.firstFrame(), mayGrow);
        }
        if (content instanceof EncodedMessage encoded) {
            return write(envelope, length, encoded, mayGrow);
        }
        int bytes = content instanceof byte[] body ? body.length : ((ByteBuffer) content).remaining();
        return writeBehind(envelope, length, content, bytes, mayGrow);
    }

    private boolean writeBehind(byte[] envelope, int envelopeLength, Object content, int length, boolean mayGrow) {
        boolean large = LargeBody.isLarge(length);
        int inline = envelopeLength + FrameDescriptor.headerLength(length) + (large ? 0 : length);
        if (large && !hasRoomBeside(length, (long) inline + length, false)
                || tail + inline > claimed && !claim(inline, mayGrow)) {
            return false;
        }
        long at = tail + envelopeLength;
        long behindHeader = at + FrameDescriptor.headerLength(length);
        if (large) {
            queue.largeBodies.add(LargeBody.copyOf(content, length, behindHeader));
            queue.largeBytes.add(length);
        } else if (content instanceof byte[] body) {
            ring.put(behindHeader, body, 0, length);
        } else {
            ByteBuffer body = (ByteBuffer) content;
            ring.put(behindHeader, body, body.position(), length);
        }
        ring.put(tail, envelope, 0, envelopeLength);
        putHeader(at, length, 0);
        publish(tail + inline);
        if (large) {
            refreshSpace();
        }
        if (content instanceof ByteBuffer body) {
            body.position(body.limit());
        }
        return true;
    }

    private boolean write(byte[] body, boolean mayGrow) {
        int length = body.length;
        if (length > LargeBody.MAX_INLINE) {
            return writeBehind(NO_BYTES, 0, body, length, mayGrow);
        }
        int header =
                length <= FrameDescriptor.MAX_SHORT_BODY ? FrameDescriptor.SHORT_HEADER : FrameDescriptor.LONG_HEADER;
        if (tail + header + length > claimed && !claim(header + length, mayGrow)) {
            return false;
        }
        long at = tail;
        int index = (int) at & mask;
        if (index + header + length <= mask) {
            if (header == FrameDescriptor.SHORT_HEADER) {
                memory.putShort(index, (short) length);
            } else {
                memory.put(index, (byte) FrameDescriptor.LONG);
                memory.putLong(index + 1, length);
            }
            ByteCopy.put(memory, index + header, body, 0, length);
        } else {
            putHeader(at, length, 0);
            ring.put(at + header, body, 0, length);
        }
        publish(at + header + length);
        return true;
    }

    private boolean write(ByteBuffer body, boolean mayGrow) {
        int length = body.remaining();
        if (length > LargeBody.MAX_INLINE) {
            return writeBehind(NO_BYTES, 0, body, length, mayGrow);
        }
        int header =
                length <= FrameDescriptor.MAX_SHORT_BODY ? FrameDescriptor.SHORT_HEADER : FrameDescriptor.LONG_HEADER;
        if (tail + header + length > claimed && !claim(header + length, mayGrow)) {
            return false;
        }
        long at = tail;
        putHeader(at, length, 0);
        ring.put(at + header, body, body.position(), length);
        publish(at + header + length);
        body.position(body.limit());
        return true;
    }

    private boolean write(byte[] envelope, int envelopeLength, ZmqMessage message, int first, boolean mayGrow) {
        int count = message.frameCount();
        long inline = envelopeLength;
        long large = 0;
        for (int i = first; i < count; i++) {
            int length = message.frame(i).length;
            inline += FrameDescriptor.headerLength(length);
            if (LargeBody.isLarge(length)) {
                large += length;
            } else {
                inline += length;
            }
        }
        if (inline > BufferPool.MAX_CAPACITY >> 1) {
            throw new IllegalArgumentException("message is too large for a queue: bytes outside large frames=" + inline
                    + ", most=" + (BufferPool.MAX_CAPACITY >> 1));
        }
        if (large > 0 && !hasRoomBeside(large, inline + large, false)
                || tail + inline > claimed && !claim((int) inline, mayGrow)) {
            return false;
        }
        if (large > 0) {
            // One step for all: it either makes every node of the list first, or fails with the list unchanged.
            queue.largeBodies.addAll(LargeBody.copiesOf(message, first, tail + envelopeLength));
            queue.largeBytes.add(large);
        }
        ring.put(tail, envelope, 0, envelopeLength);
        long at = tail + envelopeLength;
        for (int i = first; i < count; i++) {
            byte[] body = message.frame(i);
            at = putFrame(at, body, i + 1 < count ? FrameDescriptor.MORE : 0);
        }
        publish(at);
        if (large > 0) {
            refreshSpace();
        }
        return true;
    }

    private long putFrame(long at, byte[] body, int more) {
        int length = body.length;
        putHeader(at, length, more);
        long behindHeader = at + FrameDescriptor.headerLength(length);
        if (LargeBody.isLarge(length)) {
            return behindHeader;
        }
        ring.put(behindHeader, body, 0, length);
        return behindHeader + length;
    }

    private void putHeader(long at, int length, int more) {
        if (length <= FrameDescriptor.MAX_SHORT_BODY) {
            ring.putShort(at, more << Byte.SIZE | length);
        } else {
            ring.put(at, (byte) (more | FrameDescriptor.LONG));
            ring.putLong(at + 1, length);
        }
    }

    private void publish(long newTail) {
        tail = newTail;
        queue.produced.advance(newTail, ++written);
    }

    private boolean refreshCredit() {
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

    private void refreshSpace() {
        long head = queue.consumed.position();
        long mark = head + (boundless ? FrameQueue.MAX_BYTES : freeBytes());
        int most = stretched ? ring.capacity() : Math.min(ring.capacity(), EAGER_SEND_CAPACITY);
        spaceLimit = Math.min(Math.max(head, ring.start()) + most, mark);
        claimed = Math.min(claimed, spaceLimit);
    }

    private boolean hasRoomBeside(long large, long need, boolean isCharged) {
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

    private boolean claim(int need, boolean mayGrow) {
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
