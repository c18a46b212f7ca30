package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in wire format, encoded once and written to many queues, or moved from one queue to another: what goes into
 * a ring is one copy of bytes, and the bodies above {@value LargeBody#MAX_INLINE} bytes are shared by reference and
 * charged once. It can be used again, and belongs to one caller at a time, between {@link #encode} and {@link #clear}.
 */
public final class EncodedMessage {

    /** So much memory is kept from one message to the next: enough for any frame that goes into a ring. */
    private static final int KEPT_BYTES = LargeBody.MAX_INLINE << 1;

    private byte[] bytes = new byte[256];
    private int length;

    /** Where the frames begin that are to be written: behind the first one when that is left out. */
    private int start;

    private int frames;
    private long bodyBytes;

    /** Positions are from the start of the message. */
    private final List<LargeBody> large = new ArrayList<>();

    private long largeBytes;
    private @Nullable SharedCharge charge;
    private @Nullable Object source;
    private @Nullable Object kept;

    /** Creates one without a message. */
    public EncodedMessage() {}

    /**
     * Encodes a message.
     *
     * @param content a {@code byte[]}, a {@link ByteBuffer} (its position stays), a {@link ZmqMessage} or another
     *     encoded message; copied
     * @return this
     * @throws IllegalArgumentException when its frames of up to 64 KiB take more than a queue can hold
     */
    public EncodedMessage encode(Object content) {
        source = content;
        if (content instanceof byte[] body) {
            put(body, 0);
        } else if (content instanceof ByteBuffer body) {
            put(body);
        } else if (content instanceof EncodedMessage other) {
            copy(other);
        } else {
            ZmqMessage message = (ZmqMessage) content;
            for (int i = 0; i < message.frameCount(); i++) {
                put(message.frame(i), i + 1 < message.frameCount() ? FrameDescriptor.MORE : 0);
            }
        }
        return this;
    }

    /**
     * Encodes a command, to be queued like a message (37/ZMTP Commands).
     *
     * @param name ASCII letters
     * @param data at most {@link io.zmqspring.core.zmtp.Command#MAX_BYTES} with the name
     * @return this
     */
    @SuppressWarnings("deprecation") // The copy of the letters is what is wanted, and leaves no garbage.
    public EncodedMessage encodeCommand(String name, byte[] data) {
        int letters = name.length();
        putHeader(1 + letters + data.length, FrameDescriptor.COMMAND);
        bytes[length++] = (byte) letters;
        name.getBytes(0, letters, bytes, length);
        length += letters;
        putBytes(data);
        return this;
    }

    /**
     * Encodes a message of one frame that begins with a byte.
     *
     * @param first the byte ahead of the others
     * @param rest the others, of any length; copied
     * @return this
     */
    public EncodedMessage encode(int first, byte[] rest) {
        int size = Math.addExact(1, rest.length);
        if (LargeBody.isLarge(size)) {
            byte[] body = new byte[size];
            body[0] = (byte) first;
            System.arraycopy(rest, 0, body, 1, rest.length);
            putLarge(body, 0);
        } else {
            putHeader(size, 0);
            bytes[length++] = (byte) first;
            putBytes(rest);
        }
        return this;
    }

    private void copy(EncodedMessage other) {
        reserve(other.length());
        System.arraycopy(other.bytes, other.start, bytes, length, other.length());
        for (LargeBody body : other.large) {
            large.add(new LargeBody(length + body.position() - other.start, body.bytes()));
        }
        largeBytes += other.largeBytes;
        length += other.length();
        frames += other.frames;
        bodyBytes += other.bodyBytes;
    }

    /**
     * Puts a frame ahead of those that follow with {@link MessageReader#peekInto}.
     *
     * @param body of at most 64 KiB; copied
     */
    public void putFirst(byte[] body) {
        putHeader(body.length, FrameDescriptor.MORE);
        putBytes(body);
    }

    /**
     * Copies a message out of a ring, as it is; its large bodies are shared by reference.
     *
     * @param queue of the ring
     * @param ring holds the message, whole
     * @param from position of its first frame
     * @return position behind it
     * @throws IllegalArgumentException when its frames of up to 64 KiB take more than a queue can hold
     */
    long copyFrom(FrameQueue queue, ByteRing ring, long from) {
        long at = from;
        @Nullable Iterator<LargeBody> bodies = null;
        int flags;
        do {
            flags = ring.get(at);
            long body = RingFrames.bodyLength(ring, at, flags);
            at += FrameDescriptor.headerLengthOf(flags);
            frames++;
            bodyBytes += body;
            if (LargeBody.isLarge(body)) {
                bodies = bodies == null ? queue.largeBodies() : bodies;
                large.add(new LargeBody(length + at - from, bodies.next().bytes()));
                largeBytes += body;
            } else {
                at += body;
            }
        } while ((flags & FrameDescriptor.MORE) != 0);
        int inline = (int) (at - from);
        reserve(inline);
        ring.get(from, bytes, length, inline);
        length += inline;
        return at;
    }

    private void put(byte[] body, int more) {
        if (LargeBody.isLarge(body.length)) {
            putLarge(body.clone(), more);
        } else {
            putHeader(body.length, more);
            putBytes(body);
        }
    }

    private void put(ByteBuffer body) {
        int size = body.remaining();
        if (LargeBody.isLarge(size)) {
            byte[] copy = new byte[size];
            body.get(body.position(), copy);
            putLarge(copy, 0);
        } else {
            putHeader(size, 0);
            body.get(body.position(), bytes, length, size);
            length += size;
        }
    }

    private void putLarge(byte[] owned, int more) {
        putHeader(owned.length, more);
        large.add(new LargeBody(length, owned));
        largeBytes += owned.length;
    }

    /** Reserves also what follows the header in the ring. */
    private void putHeader(int size, int flags) {
        int inline = LargeBody.isLarge(size) ? 0 : size;
        reserve((long) FrameDescriptor.headerLength(size) + inline);
        length = FrameDescriptor.putHeader(bytes, length, flags, size);
        frames++;
        bodyBytes += size;
    }

    private void reserve(long more) {
        long needed = length + more;
        if (needed > BufferPool.MAX_CAPACITY >> 1) {
            throw new IllegalArgumentException("message is too large for a queue: bytes outside large frames>=" + needed
                    + ", most=" + (BufferPool.MAX_CAPACITY >> 1));
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, 2L * length));
        }
    }

    private void putBytes(byte[] body) {
        System.arraycopy(body, 0, bytes, length, body.length);
        length += body.length;
    }

    /**
     * {@return what is to be written, for as long as it is wanted, changed by nobody: a {@code byte[]} or a {@link
     * ZmqMessage}, the same for every queue}
     */
    Object kept() {
        Object present = start == 0 ? kept : null;
        if (present == null) {
            ZmqMessage message = start == 0 && source instanceof ZmqMessage whole ? whole : message();
            present = message.frameCount() == 1 ? message.frame(0) : message;
            kept = start == 0 ? present : null;
        }
        return present;
    }

    /** {@return what is to be written, decoded; its large bodies are not copies} */
    public ZmqMessage message() {
        List<byte[]> decoded = new ArrayList<>(frames);
        int body = 0;
        for (int at = start; at < length; ) {
            int header = at;
            at += FrameDescriptor.headerLengthOf(bytes[header]);
            if (body < large.size() && large.get(body).position() == at) {
                decoded.add(large.get(body++).bytes());
            } else {
                int from = at;
                at += (int) FrameDescriptor.bodyLength(bytes, header);
                decoded.add(Arrays.copyOfRange(bytes, from, at));
            }
        }
        return ZmqMessage.of(decoded);
    }

    /** Forgets the message, which is written or given up. */
    public void clear() {
        source = null;
        kept = null;
        length = 0;
        start = 0;
        frames = 0;
        bodyBytes = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[256];
        }
        if (largeBytes > 0) {
            large.clear();
            largeBytes = 0;
            releaseCharge();
        }
    }

    private void releaseCharge() {
        SharedCharge held = charge;
        charge = null;
        if (held != null) {
            held.release();
        }
    }

    /** {@return how many frames it has, also when the first is left out} */
    public int frameCount() {
        return frames;
    }

    /** {@return bytes of the bodies of all frames} */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** {@return an array that holds the body of the first frame, at {@link #firstFrameOffset}; not to be changed} */
    public byte[] firstFrameArray() {
        return isFirstFrameLarge() ? large.get(0).bytes() : bytes;
    }

    /** {@return index in {@link #firstFrameArray}} */
    public int firstFrameOffset() {
        return isFirstFrameLarge() ? 0 : FrameDescriptor.headerLengthOf(bytes[0]);
    }

    /** {@return bytes of the first frame} */
    public int firstFrameLength() {
        return (int) FrameDescriptor.bodyLength(bytes, 0);
    }

    private boolean isFirstFrameLarge() {
        return !large.isEmpty() && large.get(0).position() == FrameDescriptor.LONG_HEADER;
    }

    /**
     * Leaves the first frame out of what is written next, or takes it in again.
     *
     * @param leftOut whether it is left out; it has at most 64 KiB, and another follows
     */
    public void leaveOutFirstFrame(boolean leftOut) {
        start = leftOut ? firstFrameOffset() + firstFrameLength() : 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** {@return index of the first byte that goes into a ring} */
    int start() {
        return start;
    }

    /** {@return bytes that go into a ring} */
    int length() {
        return length - start;
    }

    int largeCount() {
        return large.size();
    }

    /** {@return bytes of the large bodies} */
    long largeBytes() {
        return largeBytes;
    }

    /** {@return whether the account has the large bodies already, so that one more queue costs no memory} */
    boolean isChargedTo(MemoryAccount account) {
        SharedCharge held = charge;
        return held != null && held.account() == account;
    }

    /**
     * Puts the large bodies beside a ring.
     *
     * @param queue to whose ring the rest is written
     * @param position where the message begins there
     */
    void shareLarge(FrameQueue queue, long position) {
        MemoryAccount account = queue.largeBytes.account();
        if (!isChargedTo(account)) {
            releaseCharge();
        }
        SharedCharge held = charge == null ? new SharedCharge(account, largeBytes) : charge;
        charge = held;
        List<LargeBody> shared = new ArrayList<>(large.size());
        boolean added = false;
        try {
            for (LargeBody body : large) {
                shared.add(new LargeBody(position + body.position() - start, body.bytes(), held.share()));
            }
            // One step for all: it either makes every node of the list first, or fails with the list unchanged.
            queue.largeBodies.addAll(shared);
            added = queue.largeBytes.addShared(largeBytes);
        } finally {
            if (!added) {
                shared.forEach(LargeBody::releaseShare);
            }
        }
    }
}
