package io.zmqspring.core.pattern.subscription;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hashes all prefixes of a topic in one pass: a polynomial over words of seven bytes, modulo the prime 2^61 - 1, at a
 * random point. A peer that does not know the point cannot choose topics of one hash.
 */
final class PrefixHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = (1L << 61) - 1;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int WORD = 7;
    private static final int WORD_BITS = WORD * Byte.SIZE;
    private static final long WORD_MASK = (1L << WORD_BITS) - 1;
    private static final int BYTE_MASK = 0xFF;

    private final long point;
    private long state;
    private int position;

    PrefixHash() {
        this(ThreadLocalRandom.current().nextLong(1L << 40, PRIME));
    }

    /** @param point less than the prime; all prefixes have the same hash at 0 */
    PrefixHash(long point) {
        this.point = point;
    }

    /** Begins at the start of a topic. */
    void begin() {
        state = 0;
        position = 0;
    }

    /** {@return how many bytes of the topic have been hashed for good, up to 7 less than the last prefix had} */
    int hashedBytes() {
        return position;
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
        long sum = state;
        int at = position;
        // Eight bytes are read for each word, so that at least one byte is left for the last step.
        while (at + Long.BYTES <= length) {
            sum = step(sum, (long) LONGS.get(topic, from + at) & WORD_MASK);
            at += WORD;
        }
        state = sum;
        position = at;
        int rest = length - at;
        long hash = step(sum, (long) rest << WORD_BITS | rest(topic, from, length, rest)) * SPREAD;
        return (int) (hash >>> Integer.SIZE);
    }

    /** {@return the last bytes of the prefix, as many as {@code rest}, which is 7 at most} */
    private static long rest(byte[] topic, int from, int length, int rest) {
        if (length >= Long.BYTES) {
            return (long) LONGS.get(topic, from + length - Long.BYTES) >>> Long.SIZE - rest * Byte.SIZE;
        }
        long bytes = 0;
        for (int i = length - 1; i >= 0; i--) {
            bytes = bytes << Byte.SIZE | topic[from + i] & BYTE_MASK;
        }
        return bytes;
    }

    private long step(long sum, long word) {
        long factor = sum + word + 1;
        long low = factor * point;
        long product = (low & PRIME) + (low >>> 61 | Math.multiplyHigh(factor, point) << 3);
        return (product & PRIME) + (product >>> 61);
    }
}
