package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ZmqBufferTooSmallException;
import io.zmqspring.core.error.ZmqFrameCountException;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.ring.ByteCopy;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consuming end for an application: decodes messages where they lie. One thread at a time, under the socket's
 * receive lock. Every {@code take…} needs {@link #hasMessage()} to have been true. A call that throws, for lack of
 * memory for instance, leaves the message and its large bodies in the queue; only {@link #handle} takes a message of
 * which its handler has seen something.
 */
public final class MessageReader extends RingReader {

    private static final byte[] NO_BYTES = {};

    private final MessageSenders senders;
    private long peekedEnd;
    private int peekedLarge;

    /** @param queue whose consuming end this is; it goes on behind what is consumed */
    public MessageReader(FrameQueue queue) {
        this(queue, new MessageSenders());
    }

    /** As {@link #MessageReader(FrameQueue)}, of messages whose senders are known. */
    MessageReader(FrameQueue queue, MessageSenders senders) {
        super(queue);
        this.senders = senders;
    }

    /** {@return the queue it reads from} */
    public FrameQueue queue() {
        return queue;
    }

    /** {@return the other end of the queue, to be woken when it waits for room} */
    public ProducerEnd producer() {
        return producer;
    }

    /**
     * Takes a single-frame message.
     *
     * @return its body
     * @throws ZmqFrameCountException when it has several frames; it stays
     */
    public byte[] takeBody() {
        enterMessage();
        long at = head;
        int index = (int) at & mask;
        int header = index < mask ? memory.getShort(index) : memory.get(index) << Byte.SIZE | memory.get(0) & 0xFF;
        int flags = header >> Byte.SIZE;
        byte[] body;
        if (flags == 0) {
            int length = header;
            body = length == 0 ? NO_BYTES : new byte[length];
            if (index + FrameDescriptor.SHORT_HEADER + length <= mask) {
                ByteCopy.get(memory, index + FrameDescriptor.SHORT_HEADER, body, 0, length);
            } else {
                ring.get(at + FrameDescriptor.SHORT_HEADER, body, 0, length);
            }
            at += FrameDescriptor.SHORT_HEADER + length;
        } else {
            requireSingleFrame(flags);
            long length = ring.getLong(at + 1);
            at += FrameDescriptor.LONG_HEADER;
            if (LargeBody.isLarge(length)) {
                body = nextLarge().at(at).owned();
                release(at, 1);
                return body;
            }
            body = new byte[(int) length];
            ring.get(at, body, 0, (int) length);
            at += length;
        }
        release(at);
        return body;
    }

    /**
     * Takes a single-frame message into a buffer.
     *
     * @param target gets the body at its position, which moves on
     * @return length of the body in bytes
     * @throws IllegalArgumentException when the buffer is read-only; the message stays
     * @throws ZmqFrameCountException when it has several frames; it stays
     * @throws ZmqBufferTooSmallException when the body does not fit; the message stays
     */
    public int takeInto(ByteBuffer target) {
        requireWritable(target);
        enterMessage();
        long at = head;
        int flags = ring.get(at);
        requireSingleFrame(flags);
        long length = RingFrames.bodyLength(ring, at, flags);
        if (length > target.remaining()) {
            throw new ZmqBufferTooSmallException(
                    "the message does not fit: body=" + length + " bytes, room=" + target.remaining());
        }
        at += FrameDescriptor.headerLengthOf(flags);
        int large = 0;
        if (LargeBody.isLarge(length)) {
            target.put(target.position(), nextLarge().at(at).bytes());
            large = 1;
        } else {
            ring.get(at, target, target.position(), (int) length);
            at += length;
        }
        target.position(target.position() + (int) length);
        release(at, large);
        return (int) length;
    }

    /**
     * Checks that a message can be written to a buffer at all.
     *
     * @param target a caller's
     * @throws IllegalArgumentException when it is read-only
     */
    public static void requireWritable(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("the target buffer is read-only: " + target);
        }
    }

    /** {@return the next message, whole} */
    public ZmqMessage takeMessage() {
        ZmqMessage message = peekMessage(null);
        takePeeked();
        return message;
    }

    /**
     * Takes the next message behind a frame of the caller's.
     *
     * @param first the frame ahead of the message, not copied
     * @return the message, whole, with that frame
     */
    public ZmqMessage takeMessageBehind(byte[] first) {
        ZmqMessage message = peekMessage(first);
        takePeeked();
        return message;
    }

    /** {@return the next message, whole, which stays in the queue; its frames are not to be changed} */
    public ZmqMessage peekMessage() {
        return peekMessage(null);
    }

    private ZmqMessage peekMessage(byte @Nullable [] first) {
        enterMessage();
        long at = head;
        int large = 0;
        @Nullable Iterator<LargeBody> bodies = null;
        @Nullable List<byte[]> frames = null;
        if (first != null) {
            frames = new ArrayList<>();
            frames.add(first);
        }
        while (true) {
            int flags = ring.get(at);
            long length = RingFrames.bodyLength(ring, at, flags);
            at += FrameDescriptor.headerLengthOf(flags);
            byte[] body;
            if (LargeBody.isLarge(length)) {
                bodies = bodies == null ? queue.largeBodies() : bodies;
                body = bodies.next().at(at).owned();
                large++;
            } else {
                body = new byte[(int) length];
                ring.get(at, body, 0, (int) length);
                at += length;
            }
            boolean more = (flags & FrameDescriptor.MORE) != 0;
            if (frames == null && !more) {
                return peeked(ZmqMessage.received(sender(), body), at, large);
            }
            frames = frames == null ? new ArrayList<>() : frames;
            frames.add(body);
            if (!more) {
                return peeked(ZmqMessage.received(sender(), frames.toArray(byte[][]::new)), at, large);
            }
        }
    }

    /**
     * Copies the next message, which stays; {@link #takePeeked} takes it. Throws as {@link EncodedMessage#encode}.
     *
     * @param target gets it behind what it has; the bodies above 64 KiB by reference
     */
    public void peekInto(EncodedMessage target) {
        enterMessage();
        int before = target.largeCount();
        peekedEnd = target.copyFrom(queue, ring, head);
        peekedLarge = target.largeCount() - before;
    }

    private ZmqMessage peeked(ZmqMessage message, long end, int large) {
        peekedEnd = end;
        peekedLarge = large;
        return message;
    }

    /** Takes the message that {@link #peekMessage} gave just now. */
    public void takePeeked() {
        release(peekedEnd, peekedLarge);
    }

    /** {@return the peer that sent the next message} */
    public ZmqPeer sender() {
        return senders.of(consumed);
    }

    /** {@return how many messages were taken from the queue since it was made} */
    public long taken() {
        return consumed;
    }

    /**
     * Shows the frames of the next message to a handler, in place, and takes it, also when the handler throws. When
     * this fails before the handler was called, the message stays.
     *
     * @param handler sees each frame
     */
    public void handle(FrameHandler handler) {
        enterMessage();
        long at = head;
        int large = 0;
        @Nullable Iterator<LargeBody> bodies = null;
        boolean shown = false;
        boolean done = false;
        try {
            boolean more;
            do {
                int flags = ring.get(at);
                more = (flags & FrameDescriptor.MORE) != 0;
                long length = RingFrames.bodyLength(ring, at, flags);
                at += FrameDescriptor.headerLengthOf(flags);
                ByteBuffer body;
                if (LargeBody.isLarge(length)) {
                    bodies = bodies == null ? queue.largeBodies() : bodies;
                    body = ByteBuffer.wrap(bodies.next().at(at).bytes()).asReadOnlyBuffer();
                    large++;
                } else {
                    body = inPlace(at, (int) length);
                    at += length;
                }
                shown = true;
                handler.onFrame(body, more);
            } while (more);
            done = true;
        } finally {
            if (done) {
                release(at, large);
            } else if (shown) {
                skip();
            }
        }
    }

    /** {@return whether the next message has one frame only; {@link #hasMessage} must have been true} */
    public boolean isSingleFrame() {
        enterMessage();
        return (ring.get(head) & FrameDescriptor.MORE) == 0;
    }

    /**
     * Takes the envelope off the next message: all frames up to the first empty one that others follow (28/REQREP). The
     * message stays the next one and begins behind its envelope, for every other call too.
     *
     * @param target gets the envelope as frames of ZMTP 3, each with the flag MORE and the shortest header
     * @return how many bytes the envelope has; more than fit in the target say that nothing was done; -1 when the
     *     message has no empty frame that others follow, or one above 64 KiB ahead of it
     */
    public int takeEnvelope(byte[] target) {
        enterMessage();
        int length = 0;
        long at = head;
        while (true) {
            int flags = ring.get(at);
            long body = RingFrames.bodyLength(ring, at, flags);
            if ((flags & FrameDescriptor.MORE) == 0 || LargeBody.isLarge(body)) {
                return -1;
            }
            at += FrameDescriptor.headerLengthOf(flags);
            int header = FrameDescriptor.headerLength((int) body);
            if (length + header + body <= target.length) {
                putFrame(target, length, at, (int) body);
            }
            length = (int) Math.min(Integer.MAX_VALUE >> 1, length + header + body);
            at += body;
            if (body == 0) {
                if (length <= target.length) {
                    head = at;
                }
                return length;
            }
        }
    }

    private void putFrame(byte[] target, int offset, long at, int length) {
        ring.get(at, target, FrameDescriptor.putHeader(target, offset, FrameDescriptor.MORE, length), length);
    }

    /** {@return whether the next message is a command that a rule has queued like a message} */
    public boolean isCommand() {
        enterMessage();
        return (ring.get(head) & FrameDescriptor.COMMAND) != 0;
    }

    /**
     * Copies the first bytes of the next message's first frame, which stays; {@link #hasMessage} must have been true.
     *
     * @param target gets as many as it has room for
     * @return bytes of the whole frame
     */
    public long peekFirstFrame(byte[] target) {
        enterMessage();
        int flags = ring.get(head);
        long length = RingFrames.bodyLength(ring, head, flags);
        long at = head + FrameDescriptor.headerLengthOf(flags);
        int copied = (int) Math.min(length, target.length);
        if (LargeBody.isLarge(length)) {
            System.arraycopy(nextLarge().at(at).bytes(), 0, target, 0, copied);
        } else {
            ring.get(at, target, 0, copied);
        }
        return length;
    }

    private void requireSingleFrame(int flags) {
        if ((flags & FrameDescriptor.MORE) != 0) {
            throw new ZmqFrameCountException("the next message has " + RingFrames.countFrames(ring, head)
                    + " frames, this call takes 1: receive it whole");
        }
    }
}
