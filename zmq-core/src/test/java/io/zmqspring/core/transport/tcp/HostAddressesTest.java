package io.zmqspring.core.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.option.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAddressesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0.0.1 1.0.0.2 2::1 2::2 | false | 1.0.0.1 2::1 1.0.0.2 2::2",
                "1.0.0.1 1.0.0.2 2::1 2::2 | true  | 2::1 1.0.0.1 2::2 1.0.0.2",
                "2::1 2::2 2::3 1.0.0.1    | false | 1.0.0.1 2::1 2::2 2::3",
                "2::1 2::2 2::3 1.0.0.1    | true  | 2::1 1.0.0.1 2::2 2::3",
                "2::2 2::1                 | false | 2::2 2::1",
                "1.0.0.2 1.0.0.1           | true  | 1.0.0.2 1.0.0.1",
                "1.0.0.1 2::1 1.0.0.1 2::1 | false | 1.0.0.1 2::1",
            })
    void shouldTakeFamiliesByTurns(String found, boolean ipv6First, String tried) throws Exception {
        List<InetAddress> ordered = HostAddresses.byTurns(addresses(found), ipv6First);

        assertThat(ordered).containsExactlyElementsOf(addresses(tried));
    }

    @ParameterizedTest
    @CsvSource({
        "host: Name or service not known, ': Name or service not known'",
        "host, ''",
        "the zone is empty, ': the zone is empty'"
    })
    void shouldNameTheHostOnce(String said, String shown) {
        HostAddresses hosts = new HostAddresses(host -> {
            throw new UnknownHostException(said);
        });

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> hosts.of("host"))
                .withMessage("cannot resolve host \"host\"" + shown);
    }

    @Test
    void shouldTakeNoAddressForAnUnknownHost() {
        HostAddresses hosts = new HostAddresses(host -> List.of());

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> hosts.of("host"))
                .withMessage("cannot resolve host \"host\": no address");
    }

    @Test
    void shouldAskTheSystemByDefault() throws Exception {
        assertThat(new HostAddresses(HostResolver.SYSTEM).of("localhost"))
                .isNotEmpty()
                .allMatch(InetAddress::isLoopbackAddress);
    }

    private static List<InetAddress> addresses(String text) throws UnknownHostException {
        String[] each = text.trim().split(" +");
        InetAddress[] parsed = new InetAddress[each.length];
        for (int i = 0; i < each.length; i++) {
            parsed[i] = InetAddress.getByName(each[i]);
        }
        return List.of(parsed);
    }
}
