package io.zmqspring.core.connection;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TCP to addresses that a test lists, whatever the endpoint says. */
final class TestTransport implements Transport {

    private final List<SocketAddress> addresses;

    TestTransport(List<SocketAddress> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public void requireAvailable(Endpoint endpoint) {}

    @Override
    public ServerSocketChannel openServer(Endpoint endpoint, SocketOptions options) {
        throw new UnsupportedOperationException("connects only");
    }

    @Override
    public String localEndpoint(ServerSocketChannel server, Endpoint endpoint) {
        throw new UnsupportedOperationException("connects only");
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        return true;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint, SocketOptions options) {
        return addresses;
    }

    @Override
    public SocketChannel openClient(SocketAddress address, Endpoint endpoint, SocketOptions options)
            throws IOException {
        if (address instanceof InetSocketAddress host && host.isUnresolved()) {
            throw new UnknownHostException(host.getHostString());
        }
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(address);
        return channel;
    }

    @Override
    public boolean hasFiles() {
        return false;
    }

    @Override
    public @Nullable String lossOf(ServerSocketChannel server) {
        return null;
    }

    @Override
    public void configure(SocketChannel channel, SocketOptions options) {}

    @Override
    public String peerAddress(SocketChannel channel) {
        try {
            return "tcp://127.0.0.1:" + ((InetSocketAddress) channel.getRemoteAddress()).getPort();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public boolean isSelfConnected(SocketChannel channel) {
        return false;
    }

    @Override
    public void afterClose(Endpoint endpoint) {}
}
