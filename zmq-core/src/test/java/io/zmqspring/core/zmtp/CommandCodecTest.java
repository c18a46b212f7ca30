package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCodecTest {

    private static final byte[] EMPTY = {};

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBE, A, '04 0B 09 \"SUBSCRIBE\" 41'",
        "CANCEL, A, '04 08 06 \"CANCEL\" 41'",
        "JOIN, Movies, '04 0B 04 \"JOIN\" \"Movies\"'",
        "WELCOME, '', '04 08 07 \"WELCOME\"'"
    })
    void shouldEncodeCommandAsOneFrame(String name, String data, String frame) {
        assertThat(CommandCodec.frame(name, Bytes.ascii(data))).isEqualTo(Bytes.of(frame));
    }

    @Test
    void shouldEncodeHelloOfPlain() {
        assertThat(CommandCodec.frame("HELLO", Bytes.of("05 \"admin\" 08 \"password\"")))
                .isEqualTo(Bytes.of("04 15 05 \"HELLO\" 05 \"admin\" 08 \"password\""));
    }

    @ParameterizedTest
    @CsvSource({"245,04 FF", "246,06 0000000000000100", "65526,06 0000000000010000"})
    void shouldChangeToLongFrameAbove255Bytes(int topicLength, String header) {
        byte[] frame = CommandCodec.frame("SUBSCRIBE", new byte[topicLength]);

        assertThat(frame).isEqualTo(Bytes.join(Bytes.of(header), Bytes.of("09 \"SUBSCRIBE\""), new byte[topicLength]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A1", "A B", "Ä"})
    void shouldRefuseToEncodeNameThatIsNotOfLetters(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandCodec.frame(name, EMPTY))
                .withMessageContaining("name=\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "PAIR, '04 1A 05 \"READY\" 0B \"Socket-Type\" 00000004 \"PAIR\"'",
        "PUSH, '04 1A 05 \"READY\" 0B \"Socket-Type\" 00000004 \"PUSH\"'",
        "PULL, '04 1A 05 \"READY\" 0B \"Socket-Type\" 00000004 \"PULL\"'"
    })
    void shouldEncodeReadyAsLibzmqDoes(SocketType type, String frame) {
        assertThat(CommandCodec.ready(CommandCodec.properties(type, Map.of()))).isEqualTo(Bytes.of(frame));
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void shouldReadBackTheReadyOfEveryType(SocketType type) {
        Command ready = decodeFrame(CommandCodec.ready(CommandCodec.properties(type, Map.of())));

        assertThat(ready.name()).isEqualTo(Command.READY);
        Map<String, byte[]> properties = CommandCodec.readyProperties(ready);
        assertThat(properties).containsOnlyKeys(PropertyCodec.SOCKET_TYPE);
        assertThat(properties.get(PropertyCodec.SOCKET_TYPE)).isEqualTo(Bytes.ascii(type.wireName()));
    }

    @Test
    void shouldEncodeFurtherPropertiesAfterTheSocketType() {
        Map<String, byte[]> extra = new LinkedHashMap<>();
        extra.put(PropertyCodec.IDENTITY, EMPTY);
        extra.put("X-App", Bytes.ascii("a"));

        assertThat(CommandCodec.ready(CommandCodec.properties(SocketType.PAIR, extra)))
                .isEqualTo(Bytes.of("04 32 05 \"READY\" 0B \"Socket-Type\" 00000004 \"PAIR\""
                        + "08 \"Identity\" 00000000 05 \"X-App\" 00000001 \"a\""));
    }

    @Test
    void shouldEncodeErrorAsLibzmqDoes() {
        assertThat(CommandCodec.error("400")).isEqualTo(Bytes.of("04 0A 05 4552524F52 03 343030"));
    }

    @Test
    void shouldCutErrorReasonAfter255Bytes() {
        byte[] frame = CommandCodec.error("x".repeat(1000));

        assertThat(frame).hasSize(9 + 6 + 1 + 255);
        assertThat(CommandCodec.errorReason(decodeFrame(frame))).isEqualTo("x".repeat(255));
    }

    @Test
    void shouldReplaceWhatIsNotPrintableInErrorReason() {
        assertThat(CommandCodec.errorReason(decodeFrame(CommandCodec.error("line\nbräk"))))
                .isEqualTo("line?br?k");
    }

    @ParameterizedTest
    @CsvSource({"'',''", "'00',''", "'03 343030',400", "'02 410A',A?", "'01 41 4242',A"})
    void shouldDecodeErrorReason(String data, String reason) {
        assertThat(CommandCodec.errorReason(new Command(Command.ERROR, Bytes.of(data))))
                .isEqualTo(reason);
    }

    @Test
    void shouldRejectErrorReasonLongerThanItsCommand() {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> CommandCodec.errorReason(new Command(Command.ERROR, Bytes.of("04 343030"))))
                .withMessageContaining("37/ZMTP Error Handling")
                .withMessageContaining("4 bytes")
                .withMessageContaining("3 bytes left");
    }

    @Test
    void shouldEncodePingAndPongOfTheGoldenVector() {
        byte[] ping = CommandCodec.ping(0, Bytes.ascii("LOL"));

        assertThat(ping).isEqualTo(Bytes.of("04 0A 04 50494E47 0000 4C4F4C"));
        assertThat(CommandCodec.pong(CommandCodec.pingContext(decodeFrame(ping))))
                .isEqualTo(Bytes.of("04 08 04 504F4E47 4C4F4C"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 655, 32_768, 65_535})
    void shouldReadBackTheTtlOfAPing(int ttl) {
        assertThat(CommandCodec.pingTtlDeciseconds(decodeFrame(CommandCodec.ping(ttl, EMPTY))))
                .isEqualTo(ttl);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void shouldRefuseToEncodeTtlOutOfRange(int ttl) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandCodec.ping(ttl, EMPTY))
                .withMessageContaining("ttlDeciseconds=" + ttl);
    }

    @Test
    void shouldRefuseToEncodeContextOfMoreThan16Bytes() {
        byte[] tooLong = new byte[17];

        assertThat(CommandCodec.ping(1, new byte[16])).hasSize(2 + 7 + 16);
        assertThatIllegalArgumentException().isThrownBy(() -> CommandCodec.ping(1, tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandCodec.pong(tooLong));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "16,16", "17,16", "40,16"})
    void shouldCutContextOfAPeersPingAfter16Bytes(int sent, int kept) {
        byte[] data = new byte[2 + sent];
        for (int i = 2; i < data.length; i++) {
            data[i] = (byte) i;
        }

        byte[] context = CommandCodec.pingContext(new Command(Command.PING, data));

        assertThat(context).hasSize(kept);
        for (int i = 0; i < kept; i++) {
            assertThat(context[i]).isEqualTo((byte) (i + 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00"})
    void shouldRejectPingWithoutTtl(String data) {
        Command ping = new Command(Command.PING, Bytes.of(data));

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> CommandCodec.pingTtlDeciseconds(ping))
                .withMessageContaining("37/ZMTP Connection Heartbeating");
        assertThatExceptionOfType(ZmqProtocolViolationException.class).isThrownBy(() -> CommandCodec.pingContext(ping));
    }

    private static Command decodeFrame(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        int flags = in.get();
        FrameDescriptor.requireValidFlags(flags);
        long length = (flags & FrameDescriptor.LONG) != 0 ? in.getLong() : in.get() & 0xFF;
        assertThat(length).isEqualTo(in.remaining());
        assertThat(in.position()).isEqualTo(FrameDescriptor.headerLength(length));
        return Command.decode(in);
    }
}
