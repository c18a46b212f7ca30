package io.zmqspring.core.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** What both sides send, made the same way on either; {@code peer.py} has its twin. */
final class Frames {

    private static final int BLOCK = 251;
    private static final byte PADDING = '.';

    private Frames() {}

    /** {@return the bytes 0 to 250 over and over, beginning at the seed} */
    static byte[] body(int size, int seed) {
        byte[] body = new byte[size];
        int value = seed % BLOCK;
        for (int i = 0; i < size; i++) {
            body[i] = (byte) value;
            value = value == BLOCK - 1 ? 0 : value + 1;
        }
        return body;
    }

    /** {@return a message with one frame of each size, seeded with its index} */
    static ZmqMessage message(int... sizes) {
        return ZmqMessage.of(IntStream.range(0, sizes.length)
                .mapToObj(index -> body(sizes[index], index))
                .toList());
    }

    /** {@return size and CRC-32 of each frame} */
    static String describe(ZmqMessage message) {
        return describe(message.frames());
    }

    /** {@return size and CRC-32 of each frame} */
    static String describe(Iterable<byte[]> frames) {
        StringJoiner text = new StringJoiner(",");
        for (byte[] frame : frames) {
            CRC32 sum = new CRC32();
            sum.update(frame);
            text.add(frame.length + ":" + Long.toHexString(sum.getValue()));
        }
        return text.toString();
    }

    /** {@return a number in decimal digits} */
    static byte[] number(int number) {
        return Integer.toString(number).getBytes(US_ASCII);
    }

    /** {@return a number in decimal digits, filled up with padding that {@link #number(byte[])} passes over} */
    static byte[] number(int number, int size) {
        byte[] digits = number(number);
        byte[] padded = Arrays.copyOf(digits, size);
        Arrays.fill(padded, digits.length, size, PADDING);
        return padded;
    }

    /** {@return the number a frame begins with} */
    static int number(byte[] frame) {
        int digits = 0;
        while (digits < frame.length && frame[digits] != PADDING) {
            digits++;
        }
        return Integer.parseInt(new String(frame, 0, digits, US_ASCII));
    }
}
