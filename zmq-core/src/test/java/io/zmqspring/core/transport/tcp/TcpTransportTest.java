package io.zmqspring.core.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.HostResolver;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocksProxy;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.PlatformWithout;
import io.zmqspring.core.transport.TcpEndpoint;
import io.zmqspring.core.transport.TransportContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpTransportTest extends TransportContractTest {

    private static final SocketOptions IPV6 = SocketOptions.builder().ipv6(true).build();

    TcpTransportTest() {
        super(new TcpTransport(HostResolver.SYSTEM));
    }

    @Override
    protected Endpoint wildcard() {
        return Endpoint.parse("tcp://127.0.0.1:*");
    }

    @Override
    protected Endpoint foreign() {
        return Endpoint.parse("ipc:///tmp/feed");
    }

    @Test
    void shouldListenOnAllIpv4AddressesForWildcardHost() {
        Endpoint endpoint = Endpoint.parse("tcp://*:*");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        assertThat(transport.localEndpoint(server, endpoint)).matches("tcp://0\\.0\\.0\\.0:[1-9][0-9]*");
    }

    @Test
    void shouldListenOnBothFamiliesForWildcardHostWhenIpv6IsOn() throws Exception {
        assumeIpv6();
        Endpoint endpoint = Endpoint.parse("tcp://*:*");
        ServerSocketChannel server = listen(endpoint, IPV6);

        TcpEndpoint resolved = (TcpEndpoint) resolved(server, endpoint);

        assertThat(resolved).hasToString("tcp://[::]:" + resolved.port());
        for (String host : List.of("127.0.0.1", "::1")) {
            connect(new TcpEndpoint(host, resolved.port(), null), IPV6);
            accept(server);
        }
    }

    @Test
    void shouldListenOnNumericIpv6AddressWhetherIpv6IsOnOrNot() throws Exception {
        assumeIpv6();
        Endpoint endpoint = Endpoint.parse("tcp://[::1]:*");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        assertThat(transport.localEndpoint(server, endpoint)).startsWith("tcp://[::1]:");
        SocketChannel client = connect(resolved(server, endpoint), SocketOptions.defaults());
        SocketChannel accepted = accept(server);

        int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
        assertThat(transport.peerAddress(accepted)).isEqualTo("tcp://[::1]:" + port);
    }

    @Test
    void shouldListenOnLoopbackForLocalhost() {
        Endpoint endpoint = Endpoint.parse("tcp://localhost:*");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        assertThat(transport.localEndpoint(server, endpoint)).startsWith("tcp://127.0.0.1:");
    }

    @Test
    void shouldListenOnAddressOfInterface() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        Endpoint endpoint = new TcpEndpoint(loopback.getName(), 0, null);
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        assertThat(transport.localEndpoint(server, endpoint)).startsWith("tcp://127.0.0.1:");
    }

    @Test
    void shouldNameAddressThatIsNotOfThisMachine() {
        Endpoint endpoint = Endpoint.parse("tcp://203.0.113.1:5555");

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> listen(endpoint, SocketOptions.defaults()))
                .withMessageContaining("assign requested address");
    }

    @Test
    void shouldListenOnLinkLocalAddressWithItsScope() throws Exception {
        List<InetAddress> linkLocals = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .toList();
        assumeFalse(linkLocals.isEmpty(), "this machine has no link-local IPv6 address");
        Endpoint endpoint = Endpoint.parse("tcp://[" + linkLocals.get(0).getHostAddress() + "]:*");

        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        assertThat(transport.localEndpoint(server, endpoint))
                .startsWith("tcp://[fe80::")
                .contains("%");
        connect(resolved(server, endpoint), SocketOptions.defaults());
        accept(server);
    }

    @Test
    void shouldFallBackToIpv4ForWildcardHostWhereThereIsNoIpv6() throws Exception {
        TcpTransport elsewhere =
                new TcpTransport(new PlatformWithout(StandardProtocolFamily.INET6), HostResolver.SYSTEM);
        Endpoint endpoint = Endpoint.parse("tcp://*:*");

        try (ServerSocketChannel server = elsewhere.openServer(endpoint, IPV6)) {
            assertThat(elsewhere.localEndpoint(server, endpoint)).startsWith("tcp://0.0.0.0:");
        }
    }

    @Test
    void shouldSayThatThePlatformHasNoIpv6() throws Exception {
        TcpTransport elsewhere =
                new TcpTransport(new PlatformWithout(StandardProtocolFamily.INET6), HostResolver.SYSTEM);
        Endpoint endpoint = Endpoint.parse("tcp://[::1]:5555");
        SocketAddress address = new InetSocketAddress(InetAddress.getByName("::1"), 5555);

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> elsewhere.openServer(endpoint, IPV6))
                .withMessage("tcp://[::1]:5555: this platform has no IPv6");
        assertThatIOException()
                .isThrownBy(() -> elsewhere.openClient(address, endpoint, IPV6))
                .withMessageContaining("no IPv6");
    }

    @Test
    void shouldResolveNumericAddressesWithoutLookup() throws Exception {
        assertThat(transport.resolve(Endpoint.parse("tcp://127.0.0.1:7"), SocketOptions.defaults()))
                .containsExactly(new InetSocketAddress("127.0.0.1", 7));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:7, true",
        "tcp://[::1]:7, true",
        "tcp://localhost:7, false",
        "tcp://[fe80::1%eth0]:7, false",
        "tcp://*:*;127.0.0.1:7, true",
        "tcp://127.0.0.1:*;127.0.0.1:7, true",
        "tcp://localhost:*;127.0.0.1:7, false",
        "tcp://eth0:*;127.0.0.1:7, false",
        "tcp://[fe80::1%eth0]:*;[fe80::2]:7, false"
    })
    void shouldTellWhatIsResolvedWithoutAnyLookUp(String endpoint, boolean atOnce) {
        assertThat(transport.resolvesAtOnce(Endpoint.parse(endpoint), SocketOptions.defaults()))
                .isEqualTo(atOnce);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://peer.example:7, 127.0.0.1:1080, true",
        "tcp://127.0.0.1:7, proxy.example:1080, false",
        "tcp://peer.example:7, [::1]:1080, true"
    })
    void shouldLookUpTheProxyAndNotThePeerBehindIt(String endpoint, String proxy, boolean atOnce) {
        SocketOptions options =
                SocketOptions.builder().socksProxy(SocksProxy.of(proxy)).build();
        assertThat(transport.resolvesAtOnce(Endpoint.parse(endpoint), options)).isEqualTo(atOnce);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOCALHOST", "LocalHost"})
    void shouldListenOnLoopbackHoweverLocalhostIsWritten(String host) {
        Endpoint endpoint = Endpoint.parse("tcp://" + host + ":*");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        assertThat(transport.localEndpoint(server, endpoint)).startsWith("tcp://127.0.0.1:");
    }

    @Test
    void shouldConnectFromSourceThatIsAName() throws Exception {
        TcpTransport named = withHosts(Map.of("box.example", "::1 127.0.0.1"));
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        int port = ((TcpEndpoint) resolved(server, wildcard())).port();
        Endpoint endpoint = Endpoint.parse("tcp://box.example:*;127.0.0.1:" + port);
        SocketAddress address = named.resolve(endpoint, IPV6).get(0);

        try (SocketChannel client = named.openClient(address, endpoint, IPV6)) {
            await().until(() -> client.isConnected() || client.finishConnect());
            assertThat(((InetSocketAddress) client.getLocalAddress())
                            .getAddress()
                            .getHostAddress())
                    .isEqualTo("127.0.0.1");
            accept(server);
        }
    }

    @Test
    void shouldNameHostThatCannotBeResolved() {
        assertThatIOException()
                .isThrownBy(() ->
                        transport.resolve(Endpoint.parse("tcp://no-such-host.invalid:5555"), SocketOptions.defaults()))
                .isInstanceOf(UnknownHostException.class)
                .withMessageContaining("\"no-such-host.invalid\"");
    }

    @Test
    void shouldConnectFromSourceAddress() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        TcpEndpoint target = (TcpEndpoint) resolved(server, wildcard());

        SocketChannel client =
                connect(Endpoint.parse("tcp://localhost:*;127.0.0.1:" + target.port()), SocketOptions.defaults());

        assertThat(((InetSocketAddress) client.getLocalAddress()).getAddress().getHostAddress())
                .isEqualTo("127.0.0.1");
        accept(server);
    }

    @Test
    void shouldRefuseSourceOfOtherFamily() {
        assumeIpv6();
        Endpoint endpoint = Endpoint.parse("tcp://[::1]:*;127.0.0.1:7");

        assertThatIOException()
                .isThrownBy(() -> connect(endpoint, SocketOptions.defaults()))
                .withMessageContaining("::1")
                .withMessageContaining("127.0.0.1")
                .withMessageContaining("not both IPv4 or both IPv6");
    }

    @Test
    void shouldApplyTcpOptionsToBothEnds() throws Exception {
        SocketOptions options = SocketOptions.builder()
                .tcpKeepAlive(true)
                .tcpKeepAliveIdle(Duration.ofSeconds(77))
                .tcpKeepAliveInterval(Duration.ofSeconds(7))
                .tcpKeepAliveCount(5)
                .trafficClass(0x10)
                .build();
        ServerSocketChannel server = listen(wildcard(), options);
        SocketChannel client = connect(resolved(server, wildcard()), options);
        SocketChannel accepted = accept(server);
        transport.configure(accepted, options);

        for (SocketChannel each : List.of(client, accepted)) {
            assertThat(each.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
            assertThat(each.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(each.getOption(StandardSocketOptions.IP_TOS)).isEqualTo(0x10);
            assertThat(valuesOf(each, "TCP_KEEPIDLE")).allMatch(value -> value.equals(77));
            assertThat(valuesOf(each, "TCP_KEEPINTERVAL")).allMatch(value -> value.equals(7));
            assertThat(valuesOf(each, "TCP_KEEPCOUNT")).allMatch(value -> value.equals(5));
        }
    }

    @Test
    void shouldLeaveKeepAliveToTheSystemUnlessAskedFor() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        boolean systemDefault;
        try (SocketChannel untouched = SocketChannel.open()) {
            systemDefault = untouched.getOption(StandardSocketOptions.SO_KEEPALIVE);
        }

        SocketChannel client = connect(resolved(server, wildcard()), SocketOptions.defaults());

        assertThat(client.getOption(StandardSocketOptions.SO_KEEPALIVE)).isEqualTo(systemDefault);
    }

    @Test
    void shouldRefuseConnectionWhereNobodyListens() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        Endpoint endpoint = resolved(server, wildcard());
        server.close();

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> connect(endpoint, SocketOptions.defaults()))
                .withMessageContaining("Connection refused");
    }

    @Test
    void shouldFindChannelConnectedToItself() throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET)) {
            channel.bind(new InetSocketAddress("127.0.0.1", 0));
            assumeTrue(channel.connect(channel.getLocalAddress()), "TCP connects to itself here");

            assertThat(transport.isSelfConnected(channel)).isTrue();
        }
    }

    @Test
    void shouldNotTakeUnconnectedChannelForSelfConnected() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            assertThat(transport.isSelfConnected(channel)).isFalse();
            assertThat(transport.peerAddress(channel)).isEqualTo("unknown");
        }
    }

    static TcpTransport withHosts(Map<String, String> hosts) {
        return new TcpTransport(host -> {
            String known = hosts.get(host);
            if (known == null) {
                throw new UnknownHostException(host);
            }
            List<InetAddress> addresses = new ArrayList<>();
            for (String each : known.split(" ")) {
                addresses.add(InetAddress.getByName(each));
            }
            return addresses;
        });
    }

    private static List<Object> valuesOf(SocketChannel channel, String name) {
        return channel.supportedOptions().stream()
                .filter(option -> option.name().equals(name))
                .map(option -> valueOf(channel, option))
                .toList();
    }

    private static Object valueOf(SocketChannel channel, SocketOption<?> option) {
        try {
            return channel.getOption(option);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assumeIpv6() {
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            probe.bind(new InetSocketAddress("::1", 0));
        } catch (IOException | UnsupportedOperationException e) {
            abort("this machine has no IPv6: " + e);
        }
    }
}
