package io.zmqspring.core.benchmark.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Opens plain blocking channels at {@code tcp://address:port} and {@code ipc://path}. */
public final class SocketAddresses {

    private static final String TCP = "tcp://";
    private static final String IPC = "ipc://";

    private SocketAddresses() {}

    public static ServerSocketChannel listen(String address) throws IOException {
        ServerSocketChannel server =
                isTcp(address) ? ServerSocketChannel.open() : ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(parse(address));
    }

    public static SocketChannel accept(ServerSocketChannel server) throws IOException {
        return withoutDelay(server.accept());
    }

    public static SocketChannel connect(String address) throws IOException {
        return withoutDelay(SocketChannel.open(parse(address)));
    }

    /** As {@link #connect(String)}, with SO_RCVBUF in bytes. */
    public static SocketChannel connect(String address, int receiveBuffer) throws IOException {
        SocketChannel channel = isTcp(address) ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        channel.connect(parse(address));
        return withoutDelay(channel);
    }

    /** The address at which {@code server}, asked to listen at {@code address}, can be reached. */
    public static String endpoint(ServerSocketChannel server, String address) throws IOException {
        if (server.getLocalAddress() instanceof InetSocketAddress local) {
            return TCP + local.getAddress().getHostAddress() + ":" + local.getPort();
        }
        return address;
    }

    private static SocketChannel withoutDelay(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return channel;
    }

    private static SocketAddress parse(String address) {
        if (address.startsWith(IPC)) {
            return UnixDomainSocketAddress.of(address.substring(IPC.length()));
        }
        if (!isTcp(address)) {
            throw new IllegalArgumentException("neither tcp:// nor ipc://: " + address);
        }
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        return new InetSocketAddress(
                address.substring(TCP.length(), colon), port.equals("*") ? 0 : Integer.parseInt(port));
    }

    private static boolean isTcp(String address) {
        return address.startsWith(TCP);
    }
}
