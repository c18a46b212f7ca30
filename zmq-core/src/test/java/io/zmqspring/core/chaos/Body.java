package io.zmqspring.core.chaos;

import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The bytes of a test message: the first frame says which stream it belongs to, its number, when it was sent and how
 * many frames follow, with a checksum; each further frame can be computed from the number.
 *
 * <pre>
 *   0 magic   4 stream   8 number   16 time   24 further frames   28 payload length   32 CRC32 of the rest   36 payload
 * </pre>
 */
public final class Body {

    static final int HEADER = 36;
    static final int MAGIC = 0x43484153;
    private static final int CRC_AT = 32;

    private Body() {}

    /**
     * Creates the first frame.
     *
     * @param stream which
     * @param number from 0
     * @param payload its length in bytes
     * @param further frames behind it
     */
    public static byte[] first(int stream, long number, int payload, int further) {
        byte[] bytes = new byte[HEADER + payload];
        fill(bytes, HEADER, number);
        ByteBuffer.wrap(bytes)
                .putInt(MAGIC)
                .putInt(stream)
                .putLong(number)
                .putLong(System.nanoTime())
                .putInt(further)
                .putInt(payload);
        ByteBuffer.wrap(bytes).putInt(CRC_AT, checksum(ByteBuffer.wrap(bytes)));
        return bytes;
    }

    /** {@return a further frame} */
    public static byte[] further(long number, int index) {
        byte[] bytes = new byte[(int) ((number + index) % 300)];
        fill(bytes, 0, number + index);
        return bytes;
    }

    /** {@return a message of several frames} */
    public static ZmqMessage message(int stream, long number, int payload, int further) {
        byte[][] frames = new byte[1 + further][];
        frames[0] = first(stream, number, payload, further);
        for (int i = 1; i <= further; i++) {
            frames[i] = further(number, i);
        }
        return ZmqMessage.of(frames);
    }

    private static void fill(byte[] bytes, int from, long seed) {
        int value = (int) seed * 31;
        for (int i = from; i < bytes.length; i++) {
            bytes[i] = (byte) (value + i * 7);
        }
    }

    /** {@return the checksum of a first frame, its own field left out} */
    static int checksum(ByteBuffer frame) {
        CRC32 crc = new CRC32();
        ByteBuffer view = frame.duplicate();
        int start = view.position();
        int end = view.limit();
        crc.update(view.limit(start + CRC_AT));
        crc.update(view.limit(end).position(start + HEADER));
        return (int) crc.getValue();
    }
}
