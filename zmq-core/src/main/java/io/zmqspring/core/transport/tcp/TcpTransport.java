package io.zmqspring.core.transport.tcp;

import io.zmqspring.core.error.EndpointException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.ChannelOptions;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.IpLiteral;
import io.zmqspring.core.transport.Reasons;
import io.zmqspring.core.transport.TcpEndpoint;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;

/** Transport of the scheme {@code tcp}. */
public final class TcpTransport implements Transport {

    private static final String UNKNOWN = "unknown";

    private final BindAddress bindAddress = new BindAddress();
    private final SelectorProvider provider;
    private final boolean reuseAddress;

    /** Makes the transport for this platform. */
    public TcpTransport() {
        this(SelectorProvider.provider());
    }

    TcpTransport(SelectorProvider provider) {
        this.provider = provider;
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
                return openServer(bindAddress.of(tcp, options), tcp, options);
            }
            try {
                return openServer(BindAddress.anyV6(), tcp, options);
            } catch (UnsupportedOperationException e) {
                return openServer(BindAddress.anyV4(), tcp, options);
            }
        } catch (UnsupportedOperationException e) {
            throw new EndpointException(tcp.toString(), "this platform has no IPv6", e);
        } catch (IOException e) {
            throw new EndpointException(tcp.toString(), Reasons.of(e), e);
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
            server.bind(new InetSocketAddress(address, tcp.port()), options.backlog());
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public String localEndpoint(ServerSocketChannel server, Endpoint endpoint) {
        try {
            return spell(server.getLocalAddress());
        } catch (IOException e) {
            throw new EndpointException(endpoint.toString(), "the listener is closed", e);
        }
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint, SocketOptions options) throws IOException {
        TcpEndpoint tcp = own(endpoint).forConnect();
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(tcp.host());
        } catch (UnknownHostException e) {
            UnknownHostException named = new UnknownHostException("cannot resolve host \"" + tcp.host() + "\"");
            named.initCause(e);
            throw named;
        }
        List<SocketAddress> preferred = new ArrayList<>();
        List<SocketAddress> others = new ArrayList<>();
        for (InetAddress address : found) {
            boolean first = address instanceof Inet6Address == options.ipv6();
            (first ? preferred : others).add(new InetSocketAddress(address, tcp.port()));
        }
        preferred.addAll(others);
        return List.copyOf(preferred);
    }

    @Override
    public SocketChannel openClient(SocketAddress address, Endpoint endpoint, SocketOptions options)
            throws IOException {
        TcpEndpoint tcp = own(endpoint);
        InetSocketAddress target = (InetSocketAddress) address;
        SocketChannel channel = open(target);
        try {
            channel.configureBlocking(false);
            configure(channel, options);
            TcpEndpoint source = tcp.source();
            if (source != null) {
                bindSource(channel, source, target, options);
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

    private void bindSource(SocketChannel channel, TcpEndpoint source, InetSocketAddress target, SocketOptions options)
            throws IOException {
        boolean v6 = target.getAddress() instanceof Inet6Address;
        InetAddress local = source.isWildcardHost()
                ? v6 ? BindAddress.anyV6() : BindAddress.anyV4()
                : bindAddress.of(source, options);
        if (familyOf(local) != familyOf(target.getAddress())) {
            throw new SocketException("the source " + IpLiteral.format(local) + " and the address connected to, "
                    + IpLiteral.format(target.getAddress()) + ", are not both IPv4 or both IPv6");
        }
        if (reuseAddress) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        }
        channel.bind(new InetSocketAddress(local, source.port()));
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

    private static StandardProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
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
