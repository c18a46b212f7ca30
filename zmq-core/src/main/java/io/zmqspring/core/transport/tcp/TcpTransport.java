package io.zmqspring.core.transport.tcp;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.HostResolver;
import io.zmqspring.core.option.Secret;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocksProxy;
import io.zmqspring.core.transport.ChannelOptions;
import io.zmqspring.core.transport.ChannelPrelude;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.IpLiteral;
import io.zmqspring.core.transport.Reasons;
import io.zmqspring.core.transport.TcpEndpoint;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transport of the scheme {@code tcp}. */
public final class TcpTransport implements Transport {

    private static final String UNKNOWN = "unknown";

    private final HostAddresses hosts;
    private final BindAddress bindAddress;
    private final SelectorProvider provider;
    private final boolean reuseAddress;

    /**
     * Creates the transport for this platform.
     *
     * @param resolver finds the addresses of host names
     */
    public TcpTransport(HostResolver resolver) {
        this(SelectorProvider.provider(), resolver);
    }

    TcpTransport(SelectorProvider provider, HostResolver resolver) {
        this.provider = provider;
        this.hosts = new HostAddresses(resolver);
        this.bindAddress = new BindAddress(hosts);
        // Windows: SO_REUSEADDR lets two sockets listen on one port; POSIX: it only skips TIME_WAIT.
        this.reuseAddress = !System.getProperty("os.name", "").startsWith("Windows");
    }

    @Override
    public String scheme() {
        return TcpEndpoint.SCHEME;
    }

    @Override
    public void requireAvailable(Endpoint endpoint) {
        own(endpoint);
    }

    @Override
    public ServerSocketChannel openServer(Endpoint endpoint, SocketOptions options) {
        TcpEndpoint tcp = own(endpoint).forBind();
        try {
            if (!tcp.isWildcardHost() || !options.ipv6()) {
                return openServer(HostAddresses.firstOf(bindAddress.of(tcp), options.ipv6()), tcp, options);
            }
            try {
                return openServer(BindAddress.anyV6(), tcp, options);
            } catch (UnsupportedOperationException e) {
                return openServer(BindAddress.anyV4(), tcp, options);
            }
        } catch (UnsupportedOperationException e) {
            throw new ZmqEndpointException(tcp.toString(), "this platform has no IPv6", e);
        } catch (IOException e) {
            throw new ZmqEndpointException(tcp.toString(), Reasons.of(e), e);
        }
    }

    private ServerSocketChannel openServer(InetAddress address, TcpEndpoint tcp, SocketOptions options)
            throws IOException {
        ServerSocketChannel server = provider.openServerSocketChannel(familyOf(address));
        try {
            server.configureBlocking(false);
            if (reuseAddress) {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            ChannelOptions.setBuffers(server, options);
            bind(server, new InetSocketAddress(address, tcp.port()), tcp, options);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void bind(
            ServerSocketChannel server, InetSocketAddress address, TcpEndpoint tcp, SocketOptions options)
            throws IOException {
        try {
            server.bind(address, options.backlog());
        } catch (IOException e) {
            String reason = Reasons.of(e);
            if (tcp.isWildcardHost() || tcp.isNumeric() || reason.equals(Reasons.inUse())) {
                throw e;
            }
            String numeric = IpLiteral.format(address.getAddress());
            throw new ZmqEndpointException(tcp.toString(), reason + ": " + tcp.host() + " is " + numeric, e);
        }
    }

    @Override
    public String localEndpoint(ServerSocketChannel server, Endpoint endpoint) {
        try {
            return spell(server.getLocalAddress());
        } catch (IOException e) {
            throw new ZmqEndpointException(endpoint.toString(), "the listener is closed", e);
        }
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint, SocketOptions options) {
        TcpEndpoint tcp = reachedAt(own(endpoint), options);
        TcpEndpoint source = tcp.source();
        return tcp.isResolved() && (source == null || source.isWildcardHost() || source.isResolved());
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint, SocketOptions options) throws IOException {
        TcpEndpoint tcp = reachedAt(own(endpoint).forConnect(), options);
        List<InetAddress> found = tcp.isNumeric() ? bindAddress.of(tcp) : hosts.of(tcp.host());
        TcpEndpoint source = tcp.source();
        List<InetAddress> sources = source == null ? List.of() : bindAddress.of(source);
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : HostAddresses.byTurns(found, options.ipv6())) {
            InetSocketAddress target = new InetSocketAddress(address, tcp.port());
            addresses.add(source == null ? target : from(sources, source.port(), target));
        }
        return List.copyOf(addresses);
    }

    /** {@return the proxy where there is one, else the endpoint itself} */
    private static TcpEndpoint reachedAt(TcpEndpoint endpoint, SocketOptions options) {
        SocksProxy proxy = options.socksProxy();
        return proxy == null ? endpoint : new TcpEndpoint(proxy.host(), proxy.port(), endpoint.source());
    }

    @Override
    public @Nullable ChannelPrelude prelude(Endpoint endpoint, SocketOptions options) {
        SocksProxy proxy = options.socksProxy();
        Secret password = options.socksPassword();
        return proxy == null
                ? null
                : new SocksPrelude(
                        proxy.toString(),
                        own(endpoint),
                        options.socksUsername(),
                        password == null ? "" : password.value());
    }

    private static SourcedAddress from(List<InetAddress> sources, int port, InetSocketAddress target) {
        InetAddress local = HostAddresses.firstOf(sources, HostAddresses.isV6(target.getAddress()));
        return new SourcedAddress(new InetSocketAddress(local, port), target);
    }

    @Override
    public SocketChannel openClient(SocketAddress address, Endpoint endpoint, SocketOptions options)
            throws IOException {
        own(endpoint);
        InetSocketAddress source = address instanceof SourcedAddress both ? both.source() : null;
        InetSocketAddress target = address instanceof SourcedAddress both ? both.target() : (InetSocketAddress) address;
        SocketChannel channel = open(target);
        try {
            channel.configureBlocking(false);
            configure(channel, options);
            if (source != null) {
                bindSource(channel, source, target);
            }
            channel.connect(target);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private SocketChannel open(InetSocketAddress target) throws IOException {
        try {
            return provider.openSocketChannel(familyOf(target.getAddress()));
        } catch (UnsupportedOperationException e) {
            throw new SocketException("this platform has no IPv6: " + spell(target));
        }
    }

    private void bindSource(SocketChannel channel, InetSocketAddress source, InetSocketAddress target)
            throws IOException {
        InetAddress local = source.getAddress();
        if (familyOf(local) != familyOf(target.getAddress())) {
            throw new SocketException("the source " + IpLiteral.format(local) + " and the address connected to, "
                    + IpLiteral.format(target.getAddress()) + ", are not both IPv4 or both IPv6");
        }
        if (reuseAddress) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        }
        channel.bind(source);
    }

    @Override
    public void configure(SocketChannel channel, SocketOptions options) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ChannelOptions.setBuffers(channel, options);
        Boolean keepAlive = options.tcpKeepAlive();
        if (keepAlive != null) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
        }
        if (options.tcpKeepAliveIdle() != null) {
            int seconds = Math.toIntExact(options.tcpKeepAliveIdle().toSeconds());
            ChannelOptions.setIfSupported(channel, "TCP_KEEPIDLE", seconds);
        }
        if (options.tcpKeepAliveInterval() != null) {
            int seconds = Math.toIntExact(options.tcpKeepAliveInterval().toSeconds());
            ChannelOptions.setIfSupported(channel, "TCP_KEEPINTERVAL", seconds);
        }
        if (options.tcpKeepAliveCount() > 0) {
            ChannelOptions.setIfSupported(channel, "TCP_KEEPCOUNT", options.tcpKeepAliveCount());
        }
        if (options.trafficClass() > 0) {
            ChannelOptions.setIfSupported(channel, StandardSocketOptions.IP_TOS, options.trafficClass());
        }
    }

    @Override
    public String peerAddress(SocketChannel channel) {
        try {
            SocketAddress remote = channel.getRemoteAddress();
            return remote == null ? UNKNOWN : spell(remote);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    @Override
    public boolean isSelfConnected(SocketChannel channel) {
        return SelfConnect.isSelfConnected(channel);
    }

    @Override
    public void afterClose(Endpoint endpoint) {
        own(endpoint);
    }

    @Override
    public boolean hasFiles() {
        return false;
    }

    @Override
    public @Nullable String lossOf(ServerSocketChannel server) {
        return null;
    }

    private static StandardProtocolFamily familyOf(InetAddress address) {
        return HostAddresses.isV6(address) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    private static String spell(SocketAddress address) {
        InetSocketAddress inet = (InetSocketAddress) address;
        return new TcpEndpoint(IpLiteral.format(inet.getAddress()), inet.getPort(), null).toString();
    }

    private static TcpEndpoint own(Endpoint endpoint) {
        if (endpoint instanceof TcpEndpoint tcp) {
            return tcp;
        }
        throw new IllegalArgumentException("an endpoint of scheme tcp is needed: endpoint=" + endpoint);
    }
}
