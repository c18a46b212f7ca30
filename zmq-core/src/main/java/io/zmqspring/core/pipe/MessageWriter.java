package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteCopy;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;

/**
 * The producing end for an application: encodes whole messages into the ring and publishes them. One thread at a time,
 * under the socket's send lock. A call that throws, for lack of memory for instance, leaves the queue as it was.
 */
public final class MessageWriter extends RingWriter {

    private static final byte[] NO_BYTES = {};

    /** @param queue whose producing end this is; it goes on behind what is published */
    public MessageWriter(FrameQueue queue) {
        super(queue);
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
     * Reserves room for a message to be written next, with as much memory as the high-water mark allows.
     *
     * @param message to be written, or not
     * @return whether {@link #write} will write it
     */
    boolean reserve(EncodedMessage message) {
        return (written < creditLimit || refreshCredit()) && claim(0, message, true);
    }

    /**
     * Writes a message that no high-water mark holds up, such as a subscription, nor a limit of the large bodies.
     *
     * @param message its large bodies count in their account
     * @return whether it was written; if not, there is no memory
     */
    public boolean writeBeyondMark(EncodedMessage message) {
        if (queue.putAhead(message)) {
            return true;
        }
        if (message.largeBytes() == 0 && tail + message.length() <= claimed) {
            return write(NO_BYTES, 0, message, true);
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
        RingFrames.putHeader(ring, at, 0, length);
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
            RingFrames.putHeader(ring, at, 0, length);
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
        RingFrames.putHeader(ring, at, 0, length);
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
        RingFrames.putHeader(ring, at, more, length);
        long behindHeader = at + FrameDescriptor.headerLength(length);
        if (LargeBody.isLarge(length)) {
            return behindHeader;
        }
        ring.put(behindHeader, body, 0, length);
        return behindHeader + length;
    }
}
