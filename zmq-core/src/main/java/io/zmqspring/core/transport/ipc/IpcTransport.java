package io.zmqspring.core.transport.ipc;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.ChannelOptions;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.IpcEndpoint;
import io.zmqspring.core.transport.Reasons;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transport of the scheme {@code ipc}. A path on which nobody listens any more is taken over; one on which somebody
 * does is in use, unlike in libzmq, which takes it away from its owner. Where a system refuses a connection to a
 * listener whose backlog is full (macOS does), that listener looks like a listener that is gone.
 */
public final class IpcTransport implements Transport {

    private static final String UNKNOWN = "unknown";
    private static final String NO_UNIX_SOCKETS = "this platform has no Unix domain sockets: use tcp";

    private final SelectorProvider provider;
    private final Object lock = new Object();
    private final List<SocketFile> files = new ArrayList<>();

    /** Creates the transport; whether the platform has Unix domain sockets shows at the first use. */
    public IpcTransport() {
        this(SelectorProvider.provider());
    }

    IpcTransport(SelectorProvider provider) {
        this.provider = provider;
    }

    @Override
    public String scheme() {
        return IpcEndpoint.SCHEME;
    }

    @Override
    public void requireAvailable(Endpoint endpoint) {
        IpcEndpoint ipc = own(endpoint);
        try {
            openChannel(ipc).close();
            PathLimit.require(ipc.path());
        } catch (IOException e) {
            throw new ZmqEndpointException(ipc.toString(), Reasons.of(e), e);
        }
    }

    @Override
    public ServerSocketChannel openServer(Endpoint endpoint, SocketOptions options) {
        IpcEndpoint ipc = own(endpoint).forBind();
        BlockingCallGuard.enter("bind " + ipc);
        ServerSocketChannel server = null;
        Path directory = null;
        try {
            server = provider.openServerSocketChannel(StandardProtocolFamily.UNIX);
            server.configureBlocking(false);
            ChannelOptions.setBuffers(server, options);
            Path path = ipc.isWildcard() ? WildcardPath.create() : Path.of(ipc.path());
            directory = WildcardPath.directoryOf(path);
            PathLimit.require(path.toString());
            synchronized (lock) {
                if (directory != null) {
                    WildcardPath.restore(directory);
                }
                SocketFile.removeDead(path);
                server.bind(UnixDomainSocketAddress.of(path), options.backlog());
                files.add(SocketFile.of(path.toAbsolutePath(), server, directory));
            }
            return server;
        } catch (UnsupportedOperationException e) {
            throw new ZmqEndpointException(ipc.toString(), NO_UNIX_SOCKETS, e);
        } catch (IOException e) {
            abandon(server, directory, e);
            throw new ZmqEndpointException(ipc.toString(), Reasons.of(e), e);
        }
    }

    private static void abandon(@Nullable ServerSocketChannel server, @Nullable Path directory, IOException failure) {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        if (directory != null) {
            directory.toFile().delete();
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
        own(endpoint);
        return true;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint, SocketOptions options) {
        return List.of(UnixDomainSocketAddress.of(own(endpoint).forConnect().path()));
    }

    @Override
    public SocketChannel openClient(SocketAddress address, Endpoint endpoint, SocketOptions options)
            throws IOException {
        SocketChannel channel = openChannel(own(endpoint));
        try {
            channel.configureBlocking(false);
            configure(channel, options);
            channel.connect(address);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private SocketChannel openChannel(IpcEndpoint ipc) throws IOException {
        try {
            return provider.openSocketChannel(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException e) {
            throw new ZmqEndpointException(ipc.toString(), NO_UNIX_SOCKETS, e);
        }
    }

    @Override
    public void configure(SocketChannel channel, SocketOptions options) throws IOException {
        ChannelOptions.setBuffers(channel, options);
    }

    /** {@inheritDoc} A client's end has no path, so that of the listener stands for it. */
    @Override
    public String peerAddress(SocketChannel channel) {
        try {
            String remote = spell(channel.getRemoteAddress());
            return remote.equals(UNKNOWN) ? spell(channel.getLocalAddress()) : remote;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    @Override
    public boolean isSelfConnected(SocketChannel channel) {
        return false;
    }

    @Override
    public boolean hasFiles() {
        return true;
    }

    @Override
    public @Nullable String lossOf(ServerSocketChannel server) {
        BlockingCallGuard.enter("look at the file of a listener");
        SocketFile found = null;
        synchronized (lock) {
            for (SocketFile file : files) {
                found = file.server() == server ? file : found;
            }
        }
        String loss = found == null ? null : found.loss();
        return server.isOpen() ? loss : null;
    }

    @Override
    public void afterClose(Endpoint endpoint) {
        IpcEndpoint ipc = own(endpoint);
        BlockingCallGuard.enter("remove the file of " + ipc);
        Path path = ipc.isWildcard() ? null : Path.of(ipc.path()).toAbsolutePath();
        synchronized (lock) {
            for (Iterator<SocketFile> each = files.iterator(); each.hasNext(); ) {
                SocketFile file = each.next();
                boolean meant =
                        path == null ? file.directory() != null : file.path().equals(path);
                if (meant && !file.server().isOpen()) {
                    file.remove();
                    each.remove();
                }
            }
        }
    }

    private static String spell(@Nullable SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix
                && !unix.getPath().toString().isEmpty()) {
            return new IpcEndpoint(unix.getPath().toString()).toString();
        }
        return UNKNOWN;
    }

    private static IpcEndpoint own(Endpoint endpoint) {
        if (endpoint instanceof IpcEndpoint ipc) {
            return ipc;
        }
        throw new IllegalArgumentException("an endpoint of scheme ipc is needed: endpoint=" + endpoint);
    }
}
