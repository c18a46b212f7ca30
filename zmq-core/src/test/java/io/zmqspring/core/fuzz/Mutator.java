package io.zmqspring.core.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes an input a little: bits, bytes, lengths, pieces left out, doubled, or taken from another input. */
final class Mutator {

    private static final int MAX_LENGTH = 1 << 12;
    private static final int MAX_CHANGES = 6;
    private static final byte[] BYTES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};
    private static final long[] LENGTHS = {
        0,
        1,
        255,
        256,
        1 << 16,
        (1 << 16) + 1,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    byte[] mutate(List<byte[]> inputs) {
        byte[] bytes = any(inputs).clone();
        int changes = 1 + random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, inputs);
        }
        return bytes.length <= MAX_LENGTH ? bytes : Arrays.copyOf(bytes, MAX_LENGTH);
    }

    private byte[] any(List<byte[]> inputs) {
        return inputs.get(random.nextInt(inputs.size()));
    }

    private byte[] change(byte[] bytes, List<byte[]> inputs) {
        if (bytes.length == 0) {
            return any(inputs).clone();
        }
        int at = random.nextInt(bytes.length);
        int end = at + 1 + random.nextInt(Math.min(64, bytes.length - at));
        switch (random.nextInt(9)) {
            case 0:
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            case 1:
                bytes[at] = BYTES[random.nextInt(BYTES.length)];
                return bytes;
            case 2:
                bytes[at] = (byte) random.nextInt();
                return bytes;
            case 3:
                return replace(bytes, at, end, new byte[0]);
            case 4:
                return replace(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 5:
                return Arrays.copyOf(bytes, at);
            case 6:
                return replace(bytes, at, at, any(inputs));
            case 7:
                long length = LENGTHS[random.nextInt(LENGTHS.length)];
                int width = random.nextBoolean() ? Long.BYTES : Integer.BYTES;
                byte[] big = ByteBuffer.allocate(Long.BYTES).putLong(length).array();
                byte[] field = Arrays.copyOfRange(big, Long.BYTES - width, Long.BYTES);
                return replace(bytes, at, Math.min(bytes.length, at + width), field);
            default:
                byte[] filler = new byte[random.nextInt(300)];
                random.nextBytes(filler);
                return replace(bytes, at, at, filler);
        }
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] by) {
        return ByteBuffer.allocate(bytes.length - (to - from) + by.length)
                .put(bytes, 0, from)
                .put(by)
                .put(bytes, to, bytes.length - to)
                .array();
    }
}
