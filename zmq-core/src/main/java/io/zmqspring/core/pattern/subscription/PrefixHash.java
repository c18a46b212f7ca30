package io.zmqspring.core.pattern.subscription;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hashes all prefixes of a topic in one pass: a polynomial over words of four bytes, modulo the prime 2^61 - 1, at a
 * random point. A peer that does not know the point cannot choose topics of one hash.
 */
final class PrefixHash {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = (1L << 61) - 1;
    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final int WORD = 4;
    private static final int BYTE_MASK = 0xFF;

    private final long point;
    private long state;
    private int position;

    PrefixHash() {
        this.point = ThreadLocalRandom.current().nextLong(1L << 40, PRIME);
    }

    /** Begins at the start of a topic. */
    void begin() {
        state = 0;
        position = 0;
    }

    /**
     * Hashes a prefix that is not shorter than the last one.
     *
     * @param topic begins at an offset
     * @param from the offset
     * @param length of the prefix
     * @return 32 bits of hash
     */
    int next(byte[] topic, int from, int length) {
        int words = length & -WORD;
        while (position < words) {
            state = step(state, (int) INTS.get(topic, from + position) & UNSIGNED);
            position += WORD;
        }
        long rest = length & (WORD - 1);
        for (int i = words; i < length; i++) {
            rest = rest << Byte.SIZE | topic[from + i] & BYTE_MASK;
        }
        long hash = step(state, rest) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (hash >>> Integer.SIZE);
    }

    private long step(long sum, long word) {
        long factor = sum + word + 1;
        long low = factor * point;
        long product = (low & PRIME) + (low >>> 61 | Math.multiplyHigh(factor, point) << 3);
        return (product & PRIME) + (product >>> 61);
    }
}
