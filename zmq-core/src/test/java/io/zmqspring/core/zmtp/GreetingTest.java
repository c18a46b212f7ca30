package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingTest {

    private static final byte[] ANONYMOUS_LIBZMQ =
            Bytes.of("FF 0000000000000001 7F 03 01 4E554C4C" + "00".repeat(16) + "00" + "00".repeat(31));

    @Test
    void shouldEncodeTheGreetingOfAnAnonymousLibzmqSocket() {
        assertThat(Greeting.encode("NULL", false)).isEqualTo(ANONYMOUS_LIBZMQ).hasSize(Greeting.LENGTH);
    }

    @Test
    void shouldEncodeAsServerInOctet32() {
        byte[] expected = Bytes.with(Greeting.encode("CURVE", false), 32, 1);

        assertThat(Greeting.encode("CURVE", true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "NULL ", "ABCDEFGHIJKLMNOPQRSTU", "NÜLL", "A\0"})
    void shouldRefuseToEncodeMechanismThatCannotBeSent(String mechanism) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Greeting.encode(mechanism, false))
                .withMessageContaining("mechanism=\"" + mechanism + "\"");
    }

    @Test
    void shouldEncodeMechanismOfTwentyCharacters() {
        String longest = "ABCDEFGHIJKLMNOPQRST";

        assertThat(Greeting.decode(Greeting.encode(longest, false)).mechanism()).isEqualTo(longest);
    }

    @ParameterizedTest
    @CsvSource({"3,0,3.0", "3,1,3.1", "3,2,3.1", "3,255,3.1", "4,0,3.1", "255,255,3.1"})
    void shouldSpeakTheLowerOfBothVersions(int major, int minor, String spoken) {
        byte[] bytes = Bytes.with(Bytes.with(ANONYMOUS_LIBZMQ, 10, major), 11, minor);

        assertThat(Greeting.decode(bytes).version()).hasToString(spoken);
    }

    @Test
    void shouldReadWhatTheGreetingSays() {
        Greeting greeting = Greeting.decode(Greeting.encode("PLAIN", true));

        assertThat(greeting).isEqualTo(new Greeting(ZmtpVersion.V3_1, "PLAIN", true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 128, 255})
    void shouldNeverRefuseAnAsServerOctet(int asServer) {
        assertThat(Greeting.decode(Bytes.with(ANONYMOUS_LIBZMQ, 32, asServer)).asServer())
                .isFalse();
    }

    @Test
    void shouldIgnorePaddingAndFiller() {
        byte[] bytes = ANONYMOUS_LIBZMQ.clone();
        Arrays.fill(bytes, 1, 9, (byte) 0xA5);
        Arrays.fill(bytes, 33, 64, (byte) 0xA5);

        assertThat(Greeting.decode(bytes)).isEqualTo(Greeting.decode(ANONYMOUS_LIBZMQ));
    }

    @Test
    void shouldTellHowManyBytesAreMissingAtEveryLength() {
        for (int available = 0; available <= Greeting.LENGTH; available++) {
            byte[] arrived = Arrays.copyOf(ANONYMOUS_LIBZMQ, available);

            assertThat(Greeting.check(arrived, available)).isEqualTo(Greeting.LENGTH - available);
        }
    }

    @Test
    void shouldRefuseEveryWrongFirstOctetAtOnce() {
        for (int octet = 0; octet < 0xFF; octet++) {
            byte[] arrived = {(byte) octet};

            assertThatExceptionOfType(ZmqProtocolViolationException.class)
                    .isThrownBy(() -> Greeting.check(arrived, 1))
                    .withMessageContaining("37/ZMTP Version Negotiation")
                    .withMessageContaining("0x" + Integer.toHexString(octet) + " arrived");
        }
    }

    @Test
    void shouldRefuseEveryEvenTenthOctetAsSoonAsItIsThere() {
        for (int octet = 0; octet <= 0xFF; octet++) {
            byte[] arrived = Bytes.with(ANONYMOUS_LIBZMQ, 9, octet);

            assertThat(Greeting.check(arrived, 9)).isEqualTo(55);
            if (octet % 2 == 1) {
                assertThat(Greeting.check(arrived, 10)).isEqualTo(54);
            } else {
                assertThatExceptionOfType(ZmqProtocolViolationException.class)
                        .isThrownBy(() -> Greeting.check(arrived, 10))
                        .withMessageContaining("ZMTP 1.0");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1.0", "1,2.0", "2,2.0"})
    void shouldNameTheOlderVersionOfAPeer(int revision, String version) {
        byte[] arrived = Bytes.with(ANONYMOUS_LIBZMQ, 10, revision);

        assertThat(Greeting.check(arrived, 10)).isEqualTo(54);
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> Greeting.check(arrived, 11))
                .withMessageContaining("version byte " + revision + " arrived")
                .withMessageContaining("ZMTP " + version);
    }

    @Test
    void shouldRefuseAnonymousGreetingOfZmtp1() {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> Greeting.check(Bytes.of("01 00"), 2))
                .withMessageContaining("ZMTP 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "6E756C6C", "4E554C4C0041", "4E20", "FF"})
    void shouldRefuseMalformedMechanism(String hex) {
        byte[] arrived = ANONYMOUS_LIBZMQ.clone();
        Arrays.fill(arrived, 12, 32, (byte) 0);
        byte[] mechanism = Bytes.of(hex);
        System.arraycopy(mechanism, 0, arrived, 12, mechanism.length);

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> Greeting.decode(arrived))
                .withMessageContaining(hex.toLowerCase(Locale.ROOT));
    }

    @Test
    void shouldRefuseToDecodeFewerBytesThanAGreetingHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Greeting.decode(new byte[63]))
                .withMessageContaining("length=63");
    }
}
