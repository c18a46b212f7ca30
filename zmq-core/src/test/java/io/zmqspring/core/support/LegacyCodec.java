package io.zmqspring.core.support;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.zmtp.FrameDecoder;
import io.zmqspring.core.zmtp.FrameDescriptor;
import io.zmqspring.core.zmtp.FrameEncoder;
import io.zmqspring.core.zmtp.TrafficCodec;
import java.nio.ByteBuffer;

/**
 * Frames of ZMTP 1.0 (13/ZMTP, Framing Layer), which has no commands.
 *
 * <pre>
 *   | length + 1, 8 bits      | flags | body |
 *   | FF | length + 1, 64 bits | flags | body |
 * </pre>
 */
public final class LegacyCodec {

    private static final int ESCAPE = 0xFF;

    private LegacyCodec() {}

    /** {@return a new codec} */
    public static TrafficCodec create() {
        return new TrafficCodec(new Decoder(), new Encoder());
    }

    private static final class Encoder implements FrameEncoder {

        private ByteBuffer head = ByteBuffer.allocate(0);
        private ByteBuffer body = ByteBuffer.allocate(0);

        @Override
        public void begin(int flags, ByteBuffer plain) {
            int length = plain.remaining() + 1;
            head = ByteBuffer.allocate(10);
            body = plain;
            if ((flags & FrameDescriptor.COMMAND) != 0) {
                body = ByteBuffer.allocate(0);
            } else if (length < ESCAPE) {
                head.put((byte) length).put((byte) flags);
            } else {
                head.put((byte) ESCAPE).putLong(length).put((byte) flags);
            }
            head.flip();
        }

        @Override
        public boolean encode(ByteBuffer out) {
            out.put(head);
            move(body, out, body.remaining());
            return !body.hasRemaining();
        }
    }

    private static final class Decoder implements FrameDecoder {

        private long left;

        @Override
        public void decode(ByteBuffer in, ByteBuffer out) {
            do {
                left -= move(in, out, left);
            } while (left == 0 && head(in, out));
        }

        private boolean head(ByteBuffer in, ByteBuffer out) {
            if (in.remaining() < 2 || out.remaining() < FrameDescriptor.LONG_HEADER) {
                return false;
            }
            int start = in.position();
            long length = in.get(start) & 0xFF;
            int header = 2;
            if (length == ESCAPE) {
                header = 10;
                if (in.remaining() < header) {
                    return false;
                }
                length = in.getLong(start + 1);
            }
            if (length == 0) {
                throw new ZmqProtocolViolationException("13/ZMTP Framing Layer: a length of 0 arrived");
            }
            int flags = in.get(start + header - 1) & FrameDescriptor.MORE;
            in.position(start + header);
            left = length - 1;
            if (left >= 0 && left <= FrameDescriptor.MAX_SHORT_BODY) {
                out.put((byte) flags).put((byte) left);
            } else {
                out.put((byte) (flags | FrameDescriptor.LONG)).putLong(left);
            }
            return true;
        }
    }

    private static int move(ByteBuffer from, ByteBuffer to, long most) {
        int length = (int) Math.min(most, Math.min(from.remaining(), to.remaining()));
        to.put(to.position(), from, from.position(), length);
        to.position(to.position() + length);
        from.position(from.position() + length);
        return length;
    }
}
