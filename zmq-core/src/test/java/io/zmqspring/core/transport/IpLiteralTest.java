package io.zmqspring.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "2001:0db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "127.0.0.1, 127.0.0.1",
        "::ffff:10.0.0.1, 10.0.0.1"
    })
    void shouldSpellAsRfc5952Has(String address, String spelling) throws Exception {
        assertThat(IpLiteral.format(InetAddress.getByName(address))).isEqualTo(spelling);
    }

    @Test
    void shouldSpellEveryAddressSoThatItReadsBack() throws Exception {
        Random random = new Random(5952);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[16];
            int zeros = random.nextInt(0x100);
            for (int group = 0; group < 8; group++) {
                if ((zeros >>> group & 1) == 0) {
                    bytes[2 * group] = (byte) (random.nextBoolean() ? random.nextInt() : 0);
                    bytes[2 * group + 1] = (byte) random.nextInt();
                }
            }
            InetAddress address = InetAddress.getByAddress(bytes);

            String spelling = IpLiteral.format(address);

            assertThat(InetAddress.getByName(spelling)).isEqualTo(address);
            assertThat(spelling.length())
                    .isLessThanOrEqualTo(address.getHostAddress().length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "255.255.255.255", "10.20.30.40"})
    void shouldTakeFourNumbersForIpv4(String text) {
        assertThat(IpLiteral.isV4(text)).isTrue();
        assertThat(IpLiteral.looksLikeV4(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.4444",
                "01.2.3.4"
            })
    void shouldNotTakeAnythingElseForIpv4(String text) {
        assertThat(IpLiteral.isV4(text)).isFalse();
    }
}
