package io.zmqspring.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies between arrays and buffers. Short copies, the ones of small messages, go by words: a call of the bulk copy
 * costs more than moving so few bytes. The words do not overlap, since a load across two stores just made waits for
 * both to leave the store buffer: so it would be for us with what the sender has just written, and for the receiver
 * with what we have. Buffers are big-endian.
 */
public final class ByteCopy {

    private static final int SHORT = 31;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private ByteCopy() {}

    /**
     * Writes a stretch of an array.
     *
     * @param target big-endian, its position and limit stay
     * @param index where the first byte goes
     * @param source the array
     * @param offset of the first byte
     * @param length how many bytes
     */
    public static void put(ByteBuffer target, int index, byte[] source, int offset, int length) {
        if (length > SHORT) {
            target.put(index, source, offset, length);
        } else {
            int done = 0;
            if ((length & 16) != 0) {
                target.putLong(index, (long) LONGS.get(source, offset));
                target.putLong(index + 8, (long) LONGS.get(source, offset + 8));
                done = 16;
            }
            if ((length & 8) != 0) {
                target.putLong(index + done, (long) LONGS.get(source, offset + done));
                done += 8;
            }
            if ((length & 4) != 0) {
                target.putInt(index + done, (int) INTS.get(source, offset + done));
                done += 4;
            }
            if ((length & 2) != 0) {
                target.putShort(index + done, (short) SHORTS.get(source, offset + done));
                done += 2;
            }
            if ((length & 1) != 0) {
                target.put(index + done, source[offset + done]);
            }
        }
    }

    /**
     * Reads a stretch into an array.
     *
     * @param source big-endian, its position and limit stay
     * @param index of the first byte
     * @param target the array
     * @param offset where the first byte goes
     * @param length how many bytes
     */
    public static void get(ByteBuffer source, int index, byte[] target, int offset, int length) {
        if (length > SHORT) {
            source.get(index, target, offset, length);
        } else {
            int done = 0;
            if ((length & 16) != 0) {
                LONGS.set(target, offset, source.getLong(index));
                LONGS.set(target, offset + 8, source.getLong(index + 8));
                done = 16;
            }
            if ((length & 8) != 0) {
                LONGS.set(target, offset + done, source.getLong(index + done));
                done += 8;
            }
            if ((length & 4) != 0) {
                INTS.set(target, offset + done, source.getInt(index + done));
                done += 4;
            }
            if ((length & 2) != 0) {
                SHORTS.set(target, offset + done, source.getShort(index + done));
                done += 2;
            }
            if ((length & 1) != 0) {
                target[offset + done] = source.get(index + done);
            }
        }
    }

    static void put(ByteBuffer target, int index, ByteBuffer source, int offset, int length) {
        if (length > SHORT || source.order() != target.order()) {
            target.put(index, source, offset, length);
        } else {
            int done = 0;
            if ((length & 16) != 0) {
                target.putLong(index, source.getLong(offset));
                target.putLong(index + 8, source.getLong(offset + 8));
                done = 16;
            }
            if ((length & 8) != 0) {
                target.putLong(index + done, source.getLong(offset + done));
                done += 8;
            }
            if ((length & 4) != 0) {
                target.putInt(index + done, source.getInt(offset + done));
                done += 4;
            }
            if ((length & 2) != 0) {
                target.putShort(index + done, source.getShort(offset + done));
                done += 2;
            }
            if ((length & 1) != 0) {
                target.put(index + done, source.get(offset + done));
            }
        }
    }
}
