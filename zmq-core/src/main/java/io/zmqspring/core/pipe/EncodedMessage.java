package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message in wire format, encoded once and written to many queues: what goes into a ring is one copy of bytes, and
 * the bodies above {@value LargeBody#MAX_INLINE} bytes are shared by reference and charged once. It can be used again,
 * and belongs to one caller at a time, between {@link #encode} and {@link #clear}.
 */
public final class EncodedMessage {

    /** So much memory is kept from one message to the next. */
    private static final int KEPT_BYTES = 1 << 16;

    private byte[] bytes = new byte[256];
    private int length;

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
     * @param content a {@code byte[]}, a {@link ByteBuffer} (its position stays) or a {@link ZmqMessage}; copied
     * @return this
     * @throws IllegalArgumentException when its frames of up to 64 KiB take more than a queue can hold
     */
    public EncodedMessage encode(Object content) {
        source = content;
        if (content instanceof byte[] body) {
            put(body, 0);
        } else if (content instanceof ByteBuffer body) {
            put(body);
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
    public EncodedMessage encodeCommand(String name, byte[] data) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        int body = 1 + letters.length + data.length;
        putHeader(body, FrameDescriptor.COMMAND);
        bytes[length++] = (byte) letters.length;
        putBytes(letters);
        putBytes(data);
        return this;
    }

    /**
     * Encodes a message of one frame that begins with a byte.
     *
     * @param first the byte ahead of the others
     * @param rest the others
     * @return this
     */
    public EncodedMessage encode(int first, byte[] rest) {
        putHeader(1 + rest.length, 0);
        bytes[length++] = (byte) first;
        putBytes(rest);
        return this;
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
        long needed = (long) length + FrameDescriptor.headerLength(size) + inline;
        if (needed > BufferPool.MAX_CAPACITY >> 1) {
            throw new IllegalArgumentException("message is too large for a queue: bytes outside large frames>=" + needed
                    + ", most=" + (BufferPool.MAX_CAPACITY >> 1));
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, 2L * length));
        }
        length = FrameDescriptor.putHeader(bytes, length, flags, size);
    }

    private void putBytes(byte[] body) {
        System.arraycopy(body, 0, bytes, length, body.length);
        length += body.length;
    }

    /**
     * {@return the message of {@link #encode(Object)} for as long as it is wanted, changed by nobody: a {@code byte[]}
     * or a {@link ZmqMessage}, the same for every queue}
     */
    Object kept() {
        Object present = kept;
        if (present == null) {
            Object content = Objects.requireNonNull(source);
            present = content instanceof ZmqMessage ? content : soleBody();
            kept = present;
        }
        return present;
    }

    private byte[] soleBody() {
        if (largeBytes > 0) {
            return large.get(0).bytes();
        }
        int header = FrameDescriptor.headerLengthOf(bytes[0]);
        return Arrays.copyOfRange(bytes, header, length);
    }

    /** Forgets the message, which is written or given up. */
    public void clear() {
        source = null;
        kept = null;
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[256];
        }
        if (largeBytes > 0) {
            large.clear();
            largeBytes = 0;
            SharedCharge held = charge;
            charge = null;
            if (held != null) {
                held.release();
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** {@return bytes that go into a ring} */
    int length() {
        return length;
    }

    /** {@return bytes of the large bodies} */
    long largeBytes() {
        return largeBytes;
    }

    /** {@return whether a queue holds the large bodies already, so that one more costs no memory} */
    boolean isCharged() {
        return charge != null;
    }

    /**
     * Puts the large bodies beside a ring.
     *
     * @param queue to whose ring the rest is written
     * @param position where the message begins there
     */
    void shareLarge(FrameQueue queue, long position) {
        MemoryAccount account = queue.largeBytes.account();
        SharedCharge held = charge == null ? new SharedCharge(account, largeBytes) : charge;
        charge = held;
        List<LargeBody> shared = new ArrayList<>(large.size());
        boolean added = false;
        try {
            for (LargeBody body : large) {
                shared.add(new LargeBody(position + body.position(), body.bytes(), held.share()));
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
