package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyCodecTest {

    private static final byte[] DEALER = Bytes.of("0B \"Socket-Type\" 00000006 \"DEALER\" 08 \"Identity\" 00000000");

    @Test
    void shouldEncodeThePropertiesOfADealer() {
        Map<String, byte[]> properties = new LinkedHashMap<>();
        properties.put("Socket-Type", Bytes.ascii("DEALER"));
        properties.put("Identity", new byte[0]);

        assertThat(PropertyCodec.encode(properties)).isEqualTo(DEALER);
    }

    @Test
    void shouldFindPropertiesWhateverTheirCase() {
        Map<String, byte[]> properties = PropertyCodec.decode(DEALER);

        assertThat(properties).hasSize(2);
        assertThat(properties.get("socket-type")).isEqualTo(Bytes.ascii("DEALER"));
        assertThat(properties.get("SOCKET-TYPE")).isEqualTo(Bytes.ascii("DEALER"));
        assertThat(properties.get(PropertyCodec.IDENTITY)).isEmpty();
    }

    @Test
    void shouldKeepTheFirstOfTwoValues() {
        Map<String, byte[]> properties = PropertyCodec.decode(
                Bytes.of("0B \"Socket-Type\" 00000003 \"SUB\" 0B \"socket-type\" 00000003 \"PUB\""));

        assertThat(properties).containsOnlyKeys("Socket-Type");
        assertThat(properties.get("Socket-Type")).isEqualTo(Bytes.ascii("SUB"));
    }

    @Test
    void shouldDecodeNoProperties() {
        assertThat(PropertyCodec.decode(new byte[0])).isEmpty();
        assertThat(PropertyCodec.encode(Map.of())).isEmpty();
    }

    @Test
    void shouldReadBackValueWhoseLengthNeedsThreeBytes() {
        byte[] value = new byte[0x012345];
        new Random(1).nextBytes(value);

        assertThat(PropertyCodec.decode(PropertyCodec.encode(Map.of("X-Big", value)))
                        .get("X-Big"))
                .isEqualTo(value);
    }

    @Test
    void shouldRejectEveryTruncation() {
        int firstPropertyEnd = 1 + 11 + 4 + 6;
        for (int length = 1; length < DEALER.length; length++) {
            byte[] truncated = Arrays.copyOf(DEALER, length);
            if (length == firstPropertyEnd) {
                assertThat(PropertyCodec.decode(truncated)).hasSize(1);
            } else {
                assertThatExceptionOfType(ZmqProtocolViolationException.class)
                        .isThrownBy(() -> PropertyCodec.decode(truncated))
                        .withMessageContaining("37/ZMTP The NULL Security Mechanism")
                        .withMessageContaining("left");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "00 00000000",
                "01 \"A\" 7FFFFFFF",
                "01 \"A\" 80000000",
                "01 \"A\" FFFFFFFF",
                "01 \"A\" 00000001",
                "01 \"A\" 00000000 01",
                "01 \" \" 00000000",
                "01 00 00000000",
                "02 \"A:\" 00000000",
                "01 C4 00000000"
            })
    void shouldRejectMalformedProperty(String data) {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> PropertyCodec.decode(Bytes.of(data)))
                .withMessageContaining("37/ZMTP The NULL Security Mechanism");
    }

    @Test
    void shouldNameTheLengthThatArrived() {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> PropertyCodec.decode(Bytes.of("01 \"A\" FFFFFFFF 42")))
                .withMessageContaining("4294967295 bytes arrived for A with 1 bytes left");
    }

    @Test
    void shouldAcceptEveryCharacterOfTheGrammarInNames() {
        String name = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+";

        assertThat(PropertyCodec.decode(PropertyCodec.encode(Map.of(name, new byte[0]))))
                .containsOnlyKeys(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "Ä", "A\u0141", "A\0"})
    void shouldRefuseToEncodeNameThatCannotBeSent(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> PropertyCodec.encode(Map.of(name, new byte[0])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PropertyCodec.encode(Map.of("A".repeat(256), new byte[0])));
    }

    @Test
    void shouldShowValueWithoutBreakingALogLine() {
        assertThat(PropertyCodec.text(Bytes.of("50 55 0A 1B C3"))).isEqualTo("PU???");
        assertThat(PropertyCodec.text(new byte[65_000])).isEqualTo("?".repeat(64));
    }

    @Test
    void shouldOnlyThrowViolationsForNoise() {
        Random random = new Random(37);
        int decoded = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] data = DEALER.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(PropertyCodec.decode(data)).isNotEmpty();
                decoded++;
            } catch (ZmqProtocolViolationException expected) {
                assertThat(expected).hasMessageStartingWith("37/ZMTP ");
            }
        }
        assertThat(decoded).isBetween(1, 19_999);
    }
}
