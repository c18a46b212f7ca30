package io.zmqspring.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqEndpointException;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "tcp://localhost:5555, tcp://localhost:5555",
        "tcp://127.0.0.1:5555, tcp://127.0.0.1:5555",
        "tcp://127.0.0.1:05555, tcp://127.0.0.1:5555",
        "tcp://my-host_1.example.org:65535, tcp://my-host_1.example.org:65535",
        "tcp://*:*, tcp://*:*",
        "tcp://*:0, tcp://*:*",
        "tcp://*:5555, tcp://*:5555",
        "tcp://eth0.100:1, tcp://eth0.100:1",
        "tcp://[::1]:5555, tcp://[::1]:5555",
        "tcp://[0:0:0:0:0:0:0:1]:5555, tcp://[::1]:5555",
        "tcp://[::]:0, tcp://[::]:*",
        "tcp://[2001:DB8:0:0:1:0:0:1]:1, tcp://[2001:db8::1:0:0:1]:1",
        "tcp://[2001:db8:0:1:1:1:1:1]:1, tcp://[2001:db8:0:1:1:1:1:1]:1",
        "tcp://[1:0:0:0:0:0:0:0]:1, tcp://[1::]:1",
        "tcp://[fe80::1%eth0]:1, tcp://[fe80::1%eth0]:1",
        "tcp://[fe80::1%2]:1, tcp://[fe80::1%2]:1",
        "tcp://[::ffff:1.2.3.4]:1, tcp://1.2.3.4:1",
        "tcp://127.0.0.1:0;localhost:5555, tcp://127.0.0.1:*;localhost:5555",
        "tcp://[::1]:7;[::1]:5555, tcp://[::1]:7;[::1]:5555",
        "ipc:///tmp/feed, ipc:///tmp/feed",
        "ipc://relative/feed, ipc://relative/feed",
        "ipc://with space, ipc://with space",
        "ipc://*, ipc://*",
        "inproc://feed, inproc://feed",
        "inproc://*, inproc://*",
        "inproc://a b://c, inproc://a b://c"
    })
    void shouldSpellCanonically(String text, String canonical) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).hasToString(canonical).isEqualTo(Endpoint.parse(canonical));
        assertThat(canonical).startsWith(endpoint.scheme() + "://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no scheme",
                "localhost:5555|no scheme",
                "tcp:/localhost:5555|no scheme",
                "://localhost:5555|unknown scheme \"\": the schemes known are tcp, ipc, inproc",
                "udp://localhost:5555|unknown scheme \"udp\": the schemes known are tcp, ipc, inproc",
                "TCP://localhost:5555|unknown scheme \"TCP\"",
                "' tcp://localhost:5555'|unknown scheme \" tcp\"",
                "tcp://|the port is missing",
                "tcp://localhost|the port is missing",
                "tcp://localhost:|the port is missing",
                "tcp://[::1]|the port is missing",
                "tcp://:5555|the host is empty",
                "tcp://localhost:http|the port is not a number: \"http\"",
                "tcp://localhost:-1|the port is not a number: \"-1\"",
                "tcp://localhost:+1|the port is not a number: \"+1\"",
                "tcp://localhost:5555/path|the port is not a number: \"5555/path\"",
                "tcp://localhost:65536|the port is out of range: 65536; allowed is 0 to 65535",
                "tcp://localhost:99999999999999999999|the port is out of range: 99999999999999999999",
                "tcp://local host:5555|no spaces",
                "'tcp://localhost:5555 '|no spaces",
                "tcp://localhost: 5555|no spaces",
                "tcp://höst:5555|only printable ASCII; character 246 stands at index 1",
                "tcp://user@host:5555|\"@\" cannot stand in a host name",
                "tcp://**:5555|\"*\" cannot stand in a host name",
                "tcp://256.0.0.1:5555|\"256.0.0.1\" is not an IPv4 address",
                "tcp://1.2.3:5555|\"1.2.3\" is not an IPv4 address",
                "tcp://1.2.3.4.5:5555|\"1.2.3.4.5\" is not an IPv4 address",
                "tcp://127.0.0.01:5555|\"127.0.0.01\" is not an IPv4 address",
                "tcp://12345:5555|\"12345\" is not an IPv4 address",
                "tcp://...:5555|\"...\" is not an IPv4 address",
                "tcp://::1:5555|stands in brackets",
                "tcp://[::1:5555|\"[::1\" is not an IPv6 address in brackets",
                "tcp://[:5555|not an IPv6 address",
                "tcp://[]:5555|not an IPv6 address",
                "tcp://[::g]:5555|not an IPv6 address",
                "tcp://[1::2::3]:5555|not an IPv6 address",
                "tcp://[1:2:3]:5555|not an IPv6 address",
                "tcp://[::1%]:5555|not an IPv6 address",
                "tcp://[::1%a/b]:5555|not an IPv6 address",
                "tcp://[1.2.3.4]:5555|not an IPv6 address",
                "tcp://[localhost]:5555|not an IPv6 address",
                "tcp://127.0.0.1;localhost:5555|the port is missing",
                "tcp://;localhost:5555|the port is missing",
                "tcp://127.0.0.1:0;localhost|the port is missing",
                "tcp://a:1;b:2;c:3|more than one \";\"",
                "tcp://a:1,tcp://b:2|one endpoint at a time",
                "tcp://a:1, tcp://b:2|one endpoint at a time",
                "tcp://a:1 tcp://b:2|one endpoint at a time",
                "tcp://a:1;tcp://b:2|one endpoint at a time",
                "tcp://a:1,b:2|one endpoint at a time",
                "ipc://|the path is empty",
                "ipc:///|the path names no file",
                "ipc://@feed|no abstract namespace",
                "ipc://@|no abstract namespace",
                "inproc://|the name is empty"
            })
    void shouldRefuseMalformedEndpointWithItsReason(String text, String reason) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessageStartingWith(text + ": ")
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.endpoint()).isEqualTo(text));
    }

    @Test
    void shouldRefuseHostNameOfMoreThan253Characters() {
        assertThat(Endpoint.parse("tcp://" + "a".repeat(253) + ":1")).isNotNull();
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> Endpoint.parse("tcp://" + "a".repeat(254) + ":1"))
                .withMessageContaining("at most 253 characters; this one has 254");
    }

    @Test
    void shouldLeaveTheLengthOfAPathToThePlatform() {
        assertThat(Endpoint.parse("ipc:///" + "a".repeat(500))).isNotNull();
    }

    @Test
    void shouldRefusePathThatThePlatformCannotHave() {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> Endpoint.parse("ipc:///tmp/a\0b"))
                .withMessageContaining("not a path of this platform");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://*:5555|a connect needs a host",
                "tcp://localhost:*|a connect needs a port",
                "tcp://localhost:0|a connect needs a port",
                "ipc://*|a connect needs a path"
            })
    void shouldRefuseToConnectToWildcards(String text, String reason) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(endpoint::forConnect)
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://localhost:1",
                "tcp://example.org:1",
                "tcp://[::1]:1",
                "tcp://*:*;localhost:1",
                "tcp://example.org:1;localhost:5555",
                "ipc:///tmp/feed",
                "inproc://*"
            })
    void shouldAcceptConnect(String text) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint.forConnect()).isSameAs(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://*:*",
                "tcp://*:5555",
                "tcp://127.0.0.1:0",
                "tcp://[::1]:0",
                "tcp://localhost:0",
                "tcp://LOCALHOST:0",
                "tcp://example.org:5555",
                "ipc://*",
                "ipc:///tmp/feed",
                "inproc://feed"
            })
    void shouldAcceptBind(String text) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint.forBind()).isSameAs(endpoint);
    }

    @Test
    void shouldAcceptBindToEveryInterfaceOfThisMachine() throws Exception {
        NetworkInterface.networkInterfaces().map(NetworkInterface::getName).forEach(name -> {
            Endpoint endpoint = new TcpEndpoint(name, 0, null);

            assertThat(endpoint.forBind()).isSameAs(endpoint);
        });
    }

    @Test
    void shouldRefuseToBindWithSourceAddress() {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(
                        () -> Endpoint.parse("tcp://127.0.0.1:0;127.0.0.1:5555").forBind())
                .withMessageContaining("a bind has no source address");
    }
}
