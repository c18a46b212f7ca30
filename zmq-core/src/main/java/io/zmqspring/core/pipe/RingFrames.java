package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.zmtp.FrameDescriptor;

/** Frame headers in a ring, laid out as {@link FrameDescriptor} says. Every header lies there whole. */
final class RingFrames {

    private RingFrames() {}

    /**
     * Writes a header, in the shorter of the two forms.
     *
     * @param ring has room for it
     * @param at position of the header
     * @param flags {@link FrameDescriptor#MORE} or 0
     * @param bodyLength in bytes
     */
    static void putHeader(ByteRing ring, long at, int flags, int bodyLength) {
        if (bodyLength <= FrameDescriptor.MAX_SHORT_BODY) {
            ring.putShort(at, flags << Byte.SIZE | bodyLength);
        } else {
            ring.put(at, (byte) (flags | FrameDescriptor.LONG));
            ring.putLong(at + 1, bodyLength);
        }
    }

    /**
     * Reads the length of a body off its header.
     *
     * @param ring holds the header
     * @param at position of the header
     * @param flags first octet of the header
     * @return bytes of the body, wherever it is; negative above 2^63-1
     */
    static long bodyLength(ByteRing ring, long at, int flags) {
        return (flags & FrameDescriptor.LONG) == 0 ? ring.get(at + 1) & 0xFF : ring.getLong(at + 1);
    }

    /**
     * Counts the frames of a message.
     *
     * @param ring holds the message, whole
     * @param from position of its first frame
     * @return how many it has
     */
    static int countFrames(ByteRing ring, long from) {
        int count = 0;
        long at = from;
        int flags;
        do {
            flags = ring.get(at);
            long length = bodyLength(ring, at, flags);
            at += FrameDescriptor.headerLengthOf(flags) + (LargeBody.isLarge(length) ? 0 : length);
            count++;
        } while ((flags & FrameDescriptor.MORE) != 0);
        return count;
    }
}
