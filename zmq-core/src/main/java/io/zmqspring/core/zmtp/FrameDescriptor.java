package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Layout of a frame in ZMTP 3 (37/ZMTP, Framing): one octet of flags, the length of the body, the body.
 *
 * <pre>
 *  short:  | flags | length 8 bits             | body ... |
 *  long:   | flags | length 64 bits big-endian | body ... |
 *
 *  flags:   7 6 5 4 3    2         1      0
 *           reserved, 0  COMMAND   LONG   MORE
 * </pre>
 */
public final class FrameDescriptor {

    /** Flag bit 0: another frame of the same message follows. Never on a command. */
    public static final int MORE = 1;

    /** Flag bit 1: the length has 64 bits. */
    public static final int LONG = 2;

    /** Flag bit 2: the frame is a command, not part of a message. */
    public static final int COMMAND = 4;

    /** Flag bits 7 to 3: must be zero. */
    public static final int RESERVED = 0xF8;

    /** Longest body, in bytes, whose length is sent in 8 bits. */
    public static final int MAX_SHORT_BODY = 255;

    /** Length in bytes of the header of a short frame. */
    public static final int SHORT_HEADER = 2;

    /** Length in bytes of the header of a long frame. */
    public static final int LONG_HEADER = 9;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private FrameDescriptor() {}

    /**
     * Computes the length of the header we send before a body; a peer may send the long form before a short body too.
     *
     * @param bodyLength in bytes
     * @return {@link #SHORT_HEADER} or {@link #LONG_HEADER}
     */
    public static int headerLength(long bodyLength) {
        return bodyLength <= MAX_SHORT_BODY ? SHORT_HEADER : LONG_HEADER;
    }

    /**
     * Reads the length of a header off its first octet.
     *
     * @param flags the octet
     * @return {@link #SHORT_HEADER} or {@link #LONG_HEADER}
     */
    public static int headerLengthOf(int flags) {
        return (flags & LONG) == 0 ? SHORT_HEADER : LONG_HEADER;
    }

    /**
     * Computes the length of header and body as we send them.
     *
     * @param bodyLength in bytes, at most 2^63-10
     * @return bytes on the wire
     */
    public static long encodedLength(long bodyLength) {
        return headerLength(bodyLength) + bodyLength;
    }

    /**
     * Writes the header of a frame, in the shorter of the two forms.
     *
     * @param target has room for it
     * @param offset of the header
     * @param flags {@link #MORE}, {@link #COMMAND} or 0
     * @param bodyLength in bytes
     * @return offset of the body
     */
    public static int putHeader(byte[] target, int offset, int flags, int bodyLength) {
        if (bodyLength <= MAX_SHORT_BODY) {
            target[offset] = (byte) flags;
            target[offset + 1] = (byte) bodyLength;
            return offset + SHORT_HEADER;
        }
        target[offset] = (byte) (flags | LONG);
        LONGS.set(target, offset + 1, (long) bodyLength);
        return offset + LONG_HEADER;
    }

    /**
     * Writes the header of a frame, in the shorter of the two forms.
     *
     * @param target has room for it, big-endian; its position moves behind the header
     * @param flags {@link #MORE}, {@link #COMMAND} or 0
     * @param bodyLength in bytes
     */
    public static void putHeader(ByteBuffer target, int flags, long bodyLength) {
        if (bodyLength <= MAX_SHORT_BODY) {
            target.put((byte) flags).put((byte) bodyLength);
        } else {
            target.put((byte) (flags | LONG)).putLong(bodyLength);
        }
    }

    /**
     * Checks the flags of a frame that arrived.
     *
     * @param flags the octet, 0 to 255
     * @throws ZmqProtocolViolationException when a reserved bit is set, or COMMAND together with MORE
     */
    public static void requireValidFlags(int flags) {
        if ((flags & RESERVED) != 0) {
            throw violation(
                    "bits 7 to 3 of the flags must be zero; flags 0x" + Integer.toHexString(flags) + " arrived");
        }
        if ((flags & (COMMAND | MORE)) == (COMMAND | MORE)) {
            throw violation("a command must not have the MORE bit; flags 0x" + Integer.toHexString(flags) + " arrived");
        }
    }

    /**
     * Checks the length of a body that a peer announces, before anything is allocated for it.
     *
     * @param length as decoded from 64 bits big-endian: negative is above 2^63-1
     * @param maxMessageSize largest body accepted, in bytes; negative has no limit
     * @throws ZmqProtocolViolationException when it is above 2^63-1 or above the limit
     */
    public static void requireValidLength(long length, long maxMessageSize) {
        if (length < 0) {
            throw violation(
                    "a body has at most 2^63-1 bytes; a length of " + Long.toUnsignedString(length) + " arrived");
        }
        if (maxMessageSize >= 0 && length > maxMessageSize) {
            throw violation("the largest body accepted here (maxMessageSize) has " + maxMessageSize
                    + " bytes; a length of " + length + " arrived");
        }
    }

    /**
     * Reads the length of a body off its header.
     *
     * @param source holds the header, whole
     * @param offset of the header
     * @return bytes of the body; negative above 2^63-1
     */
    public static long bodyLength(byte[] source, int offset) {
        return (source[offset] & LONG) == 0 ? source[offset + 1] & 0xFF : (long) LONGS.get(source, offset + 1);
    }

    private static ZmqProtocolViolationException violation(String rule) {
        return new ZmqProtocolViolationException("37/ZMTP Framing: " + rule);
    }
}
