package io.zmqspring.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCopyTest {

    private static final int MAX_LENGTH = 100;
    private static final int AROUND = 3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7})
    void shouldCopyEveryLengthAndTouchNothingBeside(int offset) {
        for (int length = 0; length <= MAX_LENGTH; length++) {
            byte[] source = numbered(offset + length + AROUND);
            ByteBuffer target = ByteBuffer.allocateDirect(AROUND + length + AROUND);
            byte[] back = new byte[offset + length + AROUND];

            ByteCopy.put(target, AROUND, source, offset, length);
            ByteCopy.get(target, AROUND, back, offset, length);

            for (int i = 0; i < target.capacity(); i++) {
                boolean copied = i >= AROUND && i < AROUND + length;
                assertThat(target.get(i)).isEqualTo(copied ? source[offset + i - AROUND] : 0);
            }
            for (int i = 0; i < back.length; i++) {
                boolean copied = i >= offset && i < offset + length;
                assertThat(back[i]).isEqualTo(copied ? source[i] : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void shouldCopyFromABufferOfEitherOrder(String order) {
        for (int length = 0; length <= MAX_LENGTH; length++) {
            byte[] bytes = numbered(AROUND + length + AROUND);
            ByteBuffer source = ByteBuffer.wrap(bytes)
                    .order(order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            ByteBuffer target = ByteBuffer.allocateDirect(1 + length + AROUND);

            ByteCopy.put(target, 1, source, AROUND, length);

            for (int i = 0; i < target.capacity(); i++) {
                boolean copied = i >= 1 && i < 1 + length;
                assertThat(target.get(i)).isEqualTo(copied ? bytes[AROUND + i - 1] : 0);
            }
        }
    }

    private static byte[] numbered(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }
}
