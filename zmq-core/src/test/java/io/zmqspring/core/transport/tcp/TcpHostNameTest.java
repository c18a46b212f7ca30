package io.zmqspring.core.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.Endpoint;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which addresses of a host's name are listened on and connected to. */
class TcpHostNameTest {

    private static final SocketOptions IPV6 = SocketOptions.builder().ipv6(true).build();

    @Test
    void shouldTryFamiliesByTurnsAndThePreferredOneFirst() throws Exception {
        Endpoint endpoint = Endpoint.parse("tcp://dual.example:7");
        TcpTransport dual =
                TcpTransportTest.withHosts(Map.of("dual.example", "2001:db8::1 2001:db8::2 192.0.2.1 192.0.2.2"));

        assertThat(dual.resolve(endpoint, SocketOptions.defaults()))
                .containsExactly(
                        new InetSocketAddress("192.0.2.1", 7),
                        new InetSocketAddress("2001:db8::1", 7),
                        new InetSocketAddress("192.0.2.2", 7),
                        new InetSocketAddress("2001:db8::2", 7));
        assertThat(dual.resolve(endpoint, IPV6))
                .containsExactly(
                        new InetSocketAddress("2001:db8::1", 7),
                        new InetSocketAddress("192.0.2.1", 7),
                        new InetSocketAddress("2001:db8::2", 7),
                        new InetSocketAddress("192.0.2.2", 7));
    }

    @Test
    void shouldListenOnTheAddressOfAHostName() throws Exception {
        TcpTransport named = TcpTransportTest.withHosts(Map.of("box.example", "::1 127.0.0.1"));
        Endpoint endpoint = Endpoint.parse("tcp://box.example:*");

        try (ServerSocketChannel server = named.openServer(endpoint, SocketOptions.defaults())) {
            assertThat(named.localEndpoint(server, endpoint)).startsWith("tcp://127.0.0.1:");
        }
        TcpTransportTest.assumeIpv6();
        try (ServerSocketChannel server = named.openServer(endpoint, IPV6)) {
            assertThat(named.localEndpoint(server, endpoint)).startsWith("tcp://[::1]:");
        }
    }

    @Test
    void shouldListenOnTheOnlyAddressOfAHostNameWhateverItsFamily() throws Exception {
        TcpTransport named = TcpTransportTest.withHosts(Map.of("box.example", "127.0.0.1"));
        Endpoint endpoint = Endpoint.parse("tcp://box.example:*");

        try (ServerSocketChannel server = named.openServer(endpoint, IPV6)) {
            assertThat(named.localEndpoint(server, endpoint)).startsWith("tcp://127.0.0.1:");
        }
    }

    @Test
    void shouldNameUnknownHostOfABind() {
        TcpTransport named = TcpTransportTest.withHosts(Map.of());

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(
                        () -> named.openServer(Endpoint.parse("tcp://nobody.example:5555"), SocketOptions.defaults()))
                .withMessage("tcp://nobody.example:5555: cannot resolve host \"nobody.example\"");
    }

    @Test
    void shouldNameTheAddressOfAHostThatIsNotThisMachine() {
        TcpTransport named = TcpTransportTest.withHosts(Map.of("far.example", "203.0.113.1"));

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> named.openServer(Endpoint.parse("tcp://far.example:5555"), SocketOptions.defaults()))
                .withMessageStartingWith("tcp://far.example:5555: ")
                .withMessageEndingWith("assign requested address: far.example is 203.0.113.1");
    }

    @Test
    void shouldNameUnknownSource() {
        TcpTransport named = TcpTransportTest.withHosts(Map.of());

        assertThatIOException()
                .isThrownBy(() ->
                        named.resolve(Endpoint.parse("tcp://nobody.example:*;127.0.0.1:7"), SocketOptions.defaults()))
                .withMessage("cannot resolve host \"nobody.example\"");
    }
}
