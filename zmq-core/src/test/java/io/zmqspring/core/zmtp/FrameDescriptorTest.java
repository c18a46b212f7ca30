package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameDescriptorTest {

    @ParameterizedTest
    @CsvSource({"0,2,2", "1,2,3", "255,2,257", "256,9,265", "300,9,309", "9223372036854775798,9,9223372036854775807"})
    void shouldSendShortHeaderUpTo255Bytes(long bodyLength, int headerLength, long encodedLength) {
        assertThat(FrameDescriptor.headerLength(bodyLength)).isEqualTo(headerLength);
        assertThat(FrameDescriptor.encodedLength(bodyLength)).isEqualTo(encodedLength);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0000", "255,1,01ff", "256,1,030000000000000100", "65536,4,060000000000010000"})
    void shouldWriteAndReadTheShorterHeader(int bodyLength, int flags, String expected) {
        byte[] array = new byte[FrameDescriptor.LONG_HEADER];
        ByteBuffer buffer = ByteBuffer.allocate(FrameDescriptor.LONG_HEADER);

        int end = FrameDescriptor.putHeader(array, 0, flags, bodyLength);
        FrameDescriptor.putHeader(buffer, flags, bodyLength);

        assertThat(HexFormat.of().formatHex(array, 0, end)).isEqualTo(expected);
        assertThat(buffer.position()).isEqualTo(end);
        assertThat(buffer.array()).isEqualTo(array);
        assertThat(FrameDescriptor.bodyLength(array, 0)).isEqualTo(bodyLength);
    }

    @Test
    void shouldAcceptOnlyTheSixFlagsOfTheGrammar() {
        for (int flags = 0; flags <= 0xFF; flags++) {
            int arrived = flags;
            boolean valid = flags <= 4 || flags == 6;
            if (valid) {
                assertThatCode(() -> FrameDescriptor.requireValidFlags(arrived)).doesNotThrowAnyException();
            } else {
                assertThatExceptionOfType(ZmqProtocolViolationException.class)
                        .isThrownBy(() -> FrameDescriptor.requireValidFlags(arrived))
                        .withMessageContaining("37/ZMTP Framing")
                        .withMessageContaining("0x" + Integer.toHexString(arrived));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,-1", "9223372036854775807,-1", "0,0", "1024,1024"})
    void shouldAcceptLengthUpToTheLimit(long length, long limit) {
        assertThatCode(() -> FrameDescriptor.requireValidLength(length, limit)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1025,1024", "9223372036854775807,9223372036854775806"})
    void shouldRejectLengthAboveTheLimitAndNameBoth(long length, long limit) {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> FrameDescriptor.requireValidLength(length, limit))
                .withMessageContaining(Long.toString(limit))
                .withMessageContaining(Long.toString(length));
    }

    @ParameterizedTest
    @CsvSource({"-1,18446744073709551615", "-9223372036854775808,9223372036854775808"})
    void shouldRejectLengthWithItsHighestBitSet(long length, String unsigned) {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> FrameDescriptor.requireValidLength(length, -1))
                .withMessageContaining("2^63-1")
                .withMessageContaining(unsigned);
    }
}
