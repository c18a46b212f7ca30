package io.zmqspring.core.support;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.zmtp.FrameDecoder;
import io.zmqspring.core.zmtp.FrameDescriptor;
import io.zmqspring.core.zmtp.FrameEncoder;
import io.zmqspring.core.zmtp.TrafficCodec;
import java.nio.ByteBuffer;

/**
 * A toy cipher in the manner of CURVE's MESSAGE: no security, but everything a cipher asks of the engine.
 *
 * <pre>
 *   | 00 or 02 | length | nonce 64 bits | flags ^ key | body ^ key | checksum 32 bits |
 * </pre>
 *
 * Flags are bit 0 MORE, bit 1 COMMAND. The nonce counts frames of one direction; the key stream depends on it.
 */
public final class ToyCodec {

    /** Bytes that a frame is longer than its body, besides the header. */
    public static final int OVERHEAD = 13;

    private static final int COMMAND = 2;
    private static final int CHECKSUM = 4;

    private ToyCodec() {}

    /** {@return a codec whose decoder decodes frames as they arrive} */
    public static TrafficCodec streaming(long sendKey, long receiveKey) {
        return new TrafficCodec(new Decoder(receiveKey, 0), new Encoder(sendKey));
    }

    /** {@return a codec whose decoder waits for the whole of each frame that is not too long} */
    public static TrafficCodec waiting(long sendKey, long receiveKey) {
        return new TrafficCodec(new Decoder(receiveKey, FrameDecoder.MAX_WAITING), new Encoder(sendKey));
    }

    /** {@return a frame as the encoder makes it} */
    public static byte[] encode(FrameEncoder encoder, int flags, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(body.length + FrameEncoder.MIN_ROOM);
        encoder.begin(flags, ByteBuffer.wrap(body));
        if (!encoder.encode(out)) {
            throw new AssertionError("a frame of " + body.length + " bytes does not fit into " + out.capacity());
        }
        byte[] frame = new byte[out.flip().remaining()];
        out.get(frame);
        return frame;
    }

    private static long word(long key, long nonce) {
        long mixed = (key ^ nonce * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 29;
    }

    private static byte stream(long word, long index) {
        return (byte) ((word >>> 8 * (index & 7)) + 31 * (index >>> 3));
    }

    private static int sum(int before, byte plain) {
        return before * 31 + plain;
    }

    private static final class Encoder implements FrameEncoder {

        private final long key;
        private final ByteBuffer head = ByteBuffer.allocate(18);
        private ByteBuffer body = ByteBuffer.allocate(0);
        private long nonce;
        private long word;
        private long index;
        private int sum;

        Encoder(long key) {
            this.key = key;
        }

        @Override
        public void begin(int flags, ByteBuffer plain) {
            nonce++;
            word = word(key, nonce);
            sum = (int) nonce;
            index = 0;
            body = plain;
            long length = OVERHEAD + plain.remaining();
            head.clear();
            FrameDescriptor.putHeader(head, 0, length);
            byte inner = (byte) (flags & FrameDescriptor.MORE | ((flags & FrameDescriptor.COMMAND) != 0 ? COMMAND : 0));
            head.putLong(nonce).put(next(inner)).flip();
        }

        private byte next(byte plain) {
            sum = sum(sum, plain);
            return (byte) (plain ^ stream(word, index++));
        }

        @Override
        public boolean encode(ByteBuffer out) {
            out.put(head);
            for (int room = Math.min(body.remaining(), out.remaining()); room > 0; room--) {
                out.put(next(body.get()));
            }
            if (body.hasRemaining() || out.remaining() < CHECKSUM) {
                return false;
            }
            out.putInt(sum ^ (int) word);
            return true;
        }
    }

    private static final class Decoder implements FrameDecoder {

        private final long key;
        private final int maxWaiting;
        private boolean inBody;
        private int flags;
        private long length;
        private long left;
        private long nonce;
        private long word;
        private long index;
        private int sum;

        Decoder(long key, int maxWaiting) {
            this.key = key;
            this.maxWaiting = maxWaiting;
        }

        @Override
        public void decode(ByteBuffer in, ByteBuffer out) {
            while (inBody ? body(in, out) : head(in, out)) {
                // There may be more.
            }
        }

        private boolean head(ByteBuffer in, ByteBuffer out) {
            if (in.remaining() < 2) {
                return false;
            }
            int start = in.position();
            boolean isLong = (in.get(start) & FrameDescriptor.LONG) != 0;
            int header = isLong ? FrameDescriptor.LONG_HEADER : FrameDescriptor.SHORT_HEADER;
            if (in.remaining() < header + 9) {
                return false;
            }
            long announced = isLong ? in.getLong(start + 1) : in.get(start + 1) & 0xFF;
            if (announced < OVERHEAD) {
                throw new ZmqProtocolViolationException("a frame of the toy cipher is too short: length=" + announced);
            }
            boolean waits = announced + header <= maxWaiting;
            if (waits && in.remaining() < announced + header || out.remaining() < FrameDescriptor.LONG_HEADER) {
                return false;
            }
            in.position(start + header);
            long next = in.getLong();
            if (next <= nonce) {
                throw new ZmqProtocolViolationException("a nonce came twice: before=" + nonce + ", now=" + next);
            }
            nonce = next;
            word = word(key, nonce);
            sum = (int) nonce;
            index = 0;
            length = announced - OVERHEAD;
            left = length;
            int inner = next(in.get());
            flags = inner & FrameDescriptor.MORE | ((inner & COMMAND) != 0 ? FrameDescriptor.COMMAND : 0);
            if (length > 0) {
                FrameDescriptor.putHeader(out, flags, length);
            }
            inBody = true;
            return true;
        }

        private byte next(byte coded) {
            byte plain = (byte) (coded ^ stream(word, index++));
            sum = sum(sum, plain);
            return plain;
        }

        private boolean body(ByteBuffer in, ByteBuffer out) {
            for (long room = Math.min(left - 1, Math.min(in.remaining(), out.remaining())); room > 0; room--) {
                out.put(next(in.get()));
                left--;
            }
            int behind = (int) Math.min(left, 1) + CHECKSUM;
            if (left > 1 || in.remaining() < behind || out.remaining() < FrameDescriptor.SHORT_HEADER) {
                return false;
            }
            byte last = left == 1 ? next(in.get()) : 0;
            int expected = in.getInt() ^ (int) word;
            if (sum != expected) {
                throw new ZmqProtocolViolationException("the checksum of a frame is wrong: nonce=" + nonce + ", length="
                        + length + ", sum=" + sum + ", expected=" + expected);
            }
            if (left == 1) {
                out.put(last);
            } else {
                FrameDescriptor.putHeader(out, flags, length);
            }
            inBody = false;
            return true;
        }
    }
}
