package io.zmqspring.core.support;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens {@link MemorySocket}s to addresses that a test lists, whatever the endpoint says. One thread at a time. */
public final class MemoryTransport implements Transport {

    private final List<SocketAddress> addresses;
    private final Set<SocketAddress> refusing = new HashSet<>();
    private final List<MemorySocket> opened = new ArrayList<>();
    private int resolved;

    /** @param addresses behind every name */
    public MemoryTransport(List<? extends SocketAddress> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    /** {@return a transport with so many addresses} */
    public static MemoryTransport withAddresses(int count) {
        List<SocketAddress> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(address(i));
        }
        return new MemoryTransport(all);
    }

    /** {@return the address with this number, from 0} */
    public static SocketAddress address(int number) {
        return InetSocketAddress.createUnresolved("memory-" + number, 5555);
    }

    /** From now on a connect to this address fails at once. */
    public void refuses(SocketAddress address) {
        refusing.add(address);
    }

    /** {@return all channels opened so far, in order} */
    public List<MemorySocket> opened() {
        return opened;
    }

    /** {@return the channel opened last} */
    public MemorySocket last() {
        return opened.get(opened.size() - 1);
    }

    /** {@return how often addresses were asked for} */
    public int resolved() {
        return resolved;
    }

    @Override
    public SocketChannel openClient(SocketAddress address, Endpoint endpoint, SocketOptions options)
            throws IOException {
        if (refusing.contains(address)) {
            throw new ConnectException("Connection refused");
        }
        MemorySocket socket = MemorySocket.connecting(address);
        opened.add(socket);
        return socket;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint, SocketOptions options) {
        resolved++;
        return addresses;
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint, SocketOptions options) {
        return true;
    }

    @Override
    public String peerAddress(SocketChannel channel) {
        return "tcp://" + ((MemorySocket) channel).address();
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
    public void configure(SocketChannel channel, SocketOptions options) {}

    @Override
    public boolean isSelfConnected(SocketChannel channel) {
        return false;
    }

    @Override
    public void afterClose(Endpoint endpoint) {}

    @Override
    public boolean hasFiles() {
        return false;
    }

    @Override
    public @Nullable String lossOf(ServerSocketChannel server) {
        return null;
    }
}
