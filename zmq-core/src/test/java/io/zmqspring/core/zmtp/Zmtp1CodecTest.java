package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of ZMTP 1.0, as libzmq 2 sends them, beside those of ZMTP 3. */
class Zmtp1CodecTest {

    private final TrafficCodec codec = Zmtp1Codec.create();

    @ParameterizedTest
    @CsvSource({
        "00 00, 01 00",
        "01 00, 01 01",
        "00 02 4869, 03 00 4869",
        "01 02 4869, 03 01 4869",
        "00 02 0141, 03 00 0141"
    })
    void shouldTranslateShortFramesBothWays(String zmtp3, String zmtp1) {
        assertThat(encode(Bytes.of(zmtp3))).isEqualTo(Bytes.of(zmtp1));
        assertThat(decode(Bytes.of(zmtp1))).isEqualTo(Bytes.of(zmtp3));
    }

    @Test
    void shouldUseTheShortFormUpTo253BytesOfBody() {
        assertThat(encode(Bytes.join(Bytes.of("00 FD"), new byte[253])))
                .isEqualTo(Bytes.join(Bytes.of("FE 00"), new byte[253]));
        assertThat(encode(Bytes.join(Bytes.of("00 FE"), new byte[254])))
                .isEqualTo(Bytes.join(Bytes.of("FF 00000000000000FF 00"), new byte[254]));
        assertThat(encode(Bytes.join(Bytes.of("03 0000000000000100"), new byte[256])))
                .isEqualTo(Bytes.join(Bytes.of("FF 0000000000000101 01"), new byte[256]));
    }

    @Test
    void shouldTakeTheLongFormOfAShortBody() {
        assertThat(decode(Bytes.of("FF 0000000000000003 00 4869"))).isEqualTo(Bytes.of("00 02 4869"));
    }

    @Test
    void shouldSendNoCommand() {
        assertThat(encode(Bytes.of("04 05 04 \"PONG\""))).isEmpty();
    }

    @Test
    void shouldDecodeWhatComesByteByByte() {
        byte[] stream = Bytes.of("01 01 FF 0000000000000003 00 4869 02 00 41");
        ByteBuffer out = ByteBuffer.allocate(1000);
        ByteBuffer in = ByteBuffer.allocate(100).flip();
        for (byte each : stream) {
            in.compact().put(each).flip();
            codec.decoder().decode(in, out);
        }
        assertThat(in.hasRemaining()).isFalse();
        assertThat(taken(out)).isEqualTo(Bytes.of("01 00 00 02 4869 00 01 41"));
    }

    @ParameterizedTest
    @CsvSource({
        "00 00,                  ' 0 arrived'",
        "FF 0000000000000000 00, ' 0 arrived'",
        "FF 8000000000000000 00, ' 9223372036854775808 arrived'",
        "FF FFFFFFFFFFFFFFFF 00, ' 18446744073709551615 arrived'",
        "02 02 41,               'flags 0x2 arrived'",
        "02 80 41,               'flags 0x80 arrived'"
    })
    void shouldRefuseWhatIsNoFrame(String hex, String reason) {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> decode(Bytes.of(hex)))
                .withMessageContaining("13/ZMTP")
                .withMessageEndingWith(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "FF", "FF 00000000000001", "FF 0000000000000101"})
    void shouldWaitForTheWholeHeader(String hex) {
        assertThat(decode(Bytes.of(hex))).isEmpty();
    }

    private byte[] encode(byte[] frame) {
        boolean isLong = (frame[0] & FrameDescriptor.LONG) != 0;
        int header = FrameDescriptor.headerLengthOf(frame[0]);
        ByteBuffer out = ByteBuffer.allocate(frame.length + FrameEncoder.MIN_ROOM);
        codec.encoder()
                .begin(
                        frame[0] & ~(isLong ? FrameDescriptor.LONG : 0),
                        ByteBuffer.wrap(frame, header, frame.length - header));
        assertThat(codec.encoder().encode(out)).isTrue();
        return taken(out);
    }

    private byte[] decode(byte[] bytes) {
        ByteBuffer out = ByteBuffer.allocate(bytes.length + FrameDecoder.MIN_ROOM);
        codec.decoder().decode(ByteBuffer.wrap(bytes), out);
        return taken(out);
    }

    private static byte[] taken(ByteBuffer out) {
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }
}
