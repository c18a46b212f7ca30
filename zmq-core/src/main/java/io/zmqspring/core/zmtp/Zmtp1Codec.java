package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.nio.ByteBuffer;

/**
 * Frames of ZMTP 1.0 (13/ZMTP, The Framing Layer), which has no commands: they are not sent.
 *
 * <pre>
 *  short:  | length + 1, 8 bits       | flags | body |
 *  long:   | FF | length + 1, 64 bits | flags | body |
 *
 *  flags:   7 6 5 4 3 2 1   0
 *           reserved, 0     MORE
 * </pre>
 */
public final class Zmtp1Codec {

    /** Longest header in bytes. */
    static final int MAX_HEADER = 10;

    private static final int SHORT_HEADER = 2;
    private static final int ESCAPE = 0xFF;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private Zmtp1Codec() {}

    /** {@return a codec for one connection} */
    public static TrafficCodec create() {
        return new TrafficCodec(new Decoder(), new Encoder());
    }

    /**
     * Writes the header of a frame, in the shorter of the two forms.
     *
     * @param target has room for {@link #MAX_HEADER} bytes
     * @param flags {@link FrameDescriptor#MORE} or 0
     * @param bodyLength in bytes
     * @return length of the header
     */
    static int putHeader(byte[] target, int flags, int bodyLength) {
        long length = bodyLength + 1L;
        if (length < ESCAPE) {
            target[0] = (byte) length;
            target[1] = (byte) flags;
            return SHORT_HEADER;
        }
        target[0] = (byte) ESCAPE;
        for (int i = 1; i <= Long.BYTES; i++) {
            target[i] = (byte) (length >>> Long.SIZE - Byte.SIZE * i);
        }
        target[MAX_HEADER - 1] = (byte) flags;
        return MAX_HEADER;
    }

    private static int move(ByteBuffer from, ByteBuffer to, long most) {
        int length = (int) Math.min(most, Math.min(from.remaining(), to.remaining()));
        to.put(to.position(), from, from.position(), length);
        to.position(to.position() + length);
        from.position(from.position() + length);
        return length;
    }

    private static final class Encoder implements FrameEncoder {

        private final byte[] header = new byte[MAX_HEADER];
        private int headerLength;
        private ByteBuffer body = NOTHING;

        @Override
        public void begin(int flags, ByteBuffer plain) {
            if ((flags & FrameDescriptor.COMMAND) != 0) {
                headerLength = 0;
                body = NOTHING;
            } else {
                headerLength = putHeader(header, flags & FrameDescriptor.MORE, plain.remaining());
                body = plain;
            }
        }

        @Override
        public boolean encode(ByteBuffer out) {
            out.put(header, 0, headerLength);
            headerLength = 0;
            move(body, out, body.remaining());
            if (body.hasRemaining()) {
                return false;
            }
            body = NOTHING;
            return true;
        }
    }

    private static final class Decoder implements FrameDecoder {

        private long left;

        @Override
        public void decode(ByteBuffer in, ByteBuffer out) {
            do {
                left -= move(in, out, left);
            } while (left == 0 && header(in, out));
        }

        private boolean header(ByteBuffer in, ByteBuffer out) {
            if (in.remaining() < SHORT_HEADER || out.remaining() < FrameDescriptor.LONG_HEADER) {
                return false;
            }
            int start = in.position();
            long length = in.get(start) & 0xFF;
            int header = length == ESCAPE ? MAX_HEADER : SHORT_HEADER;
            if (in.remaining() < header) {
                return false;
            }
            if (length == ESCAPE) {
                length = in.getLong(start + 1);
            }
            int flags = in.get(start + header - 1) & 0xFF;
            requireValid(length, flags);
            in.position(start + header);
            left = length - 1;
            FrameDescriptor.putHeader(out, flags, left);
            return true;
        }

        private static void requireValid(long length, int flags) {
            if (length <= 0) {
                throw new ZmqProtocolViolationException("13/ZMTP The Framing Layer: a length is 1 to 2^63-1; "
                        + Long.toUnsignedString(length) + " arrived");
            }
            if ((flags & ~FrameDescriptor.MORE) != 0) {
                throw new ZmqProtocolViolationException(
                        "13/ZMTP The Framing Layer: bits 7 to 1 of the flags are zero; flags 0x"
                                + Integer.toHexString(flags) + " arrived");
            }
        }
    }
}
