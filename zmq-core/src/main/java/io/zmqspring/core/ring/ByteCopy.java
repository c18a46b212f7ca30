package io.zmqspring.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies between arrays and buffers. Short copies, the ones of small messages, are two overlapping words: a call of the bulk copy costs
 * more than moving so few bytes. Buffers are big-endian.
 */
public final class ByteCopy {

    private static final int SHORT = 32;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
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
        } else if (length >= 16) {
            int last = length - 16;
            target.putLong(index, (long) LONGS.get(source, offset));
            target.putLong(index + 8, (long) LONGS.get(source, offset + 8));
            target.putLong(index + last, (long) LONGS.get(source, offset + last));
            target.putLong(index + last + 8, (long) LONGS.get(source, offset + last + 8));
        } else if (length >= 8) {
            int last = length - 8;
            target.putLong(index, (long) LONGS.get(source, offset));
            target.putLong(index + last, (long) LONGS.get(source, offset + last));
        } else if (length >= 4) {
            int last = length - 4;
            target.putInt(index, (int) INTS.get(source, offset));
            target.putInt(index + last, (int) INTS.get(source, offset + last));
        } else {
            for (int i = 0; i < length; i++) {
                target.put(index + i, source[offset + i]);
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
        } else if (length >= 16) {
            int last = length - 16;
            LONGS.set(target, offset, source.getLong(index));
            LONGS.set(target, offset + 8, source.getLong(index + 8));
            LONGS.set(target, offset + last, source.getLong(index + last));
            LONGS.set(target, offset + last + 8, source.getLong(index + last + 8));
        } else if (length >= 8) {
            int last = length - 8;
            LONGS.set(target, offset, source.getLong(index));
            LONGS.set(target, offset + last, source.getLong(index + last));
        } else if (length >= 4) {
            int last = length - 4;
            INTS.set(target, offset, source.getInt(index));
            INTS.set(target, offset + last, source.getInt(index + last));
        } else {
            for (int i = 0; i < length; i++) {
                target[offset + i] = source.get(index + i);
            }
        }
    }

    static void put(ByteBuffer target, int index, ByteBuffer source, int offset, int length) {
        if (length > SHORT || source.order() != target.order()) {
            target.put(index, source, offset, length);
        } else if (length >= 8) {
            int done = 0;
            for (; done + 8 <= length; done += 8) {
                target.putLong(index + done, source.getLong(offset + done));
            }
            int last = length - 8;
            target.putLong(index + last, source.getLong(offset + last));
        } else {
            for (int i = 0; i < length; i++) {
                target.put(index + i, source.get(offset + i));
            }
        }
    }
}
