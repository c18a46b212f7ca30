package io.zmqspring.core.session;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Listens on one endpoint and gives each connection it takes to the least busy lane. */
public final class Listener implements Session, ConnectionOwner {

    private static final long PAUSE_AFTER_FAILURE_NS = 100_000_000;
    private static final int MOST_ACCEPTS_A_TURN = 64;

    private final SessionHost host;
    private final Endpoint endpoint;
    private final Transport transport;
    private final IoLane lane;
    private final ServerSocketChannel server;
    private final String resolved;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable String lastError;
    private volatile boolean stopping;
    private volatile boolean released;
    private @Nullable SelectionKey key;

    /**
     * Binds; {@link #start} begins to take connections.
     *
     * @param host its socket
     * @param endpoint fit for bind, of a scheme with channels
     * @throws io.zmqspring.core.error.EndpointException when it cannot be bound
     */
    public Listener(SessionHost host, Endpoint endpoint) {
        this.host = host;
        this.endpoint = endpoint;
        this.transport = host.transport(endpoint);
        this.server = transport.openServer(endpoint, host.options());
        this.resolved = transport.localEndpoint(server, endpoint);
        this.lane = host.lane();
    }

    /** Begins to take connections. Any thread, once. */
    public void start() {
        lane.reserve();
        host.tell(new MonitorEvent.Listening(resolved));
        lane.loop().execute(() -> {
            try {
                key = lane.loop().register(server, SelectionKey.OP_ACCEPT, ready -> accept());
            } catch (IOException e) {
                acceptFailed(e);
            }
        });
    }

    @Override
    public String endpoint() {
        return resolved;
    }

    @Override
    public @Nullable EventLoop loop() {
        return null;
    }

    @Override
    public EndpointStatus status() {
        int peers = 0;
        for (Connection connection : connections) {
            peers += connection.status() == null ? 0 : 1;
        }
        return new EndpointStatus(
                resolved, stopping ? EndpointStatus.State.STOPPED : EndpointStatus.State.LISTENING, peers, lastError);
    }

    @Override
    public void addPeers(List<PeerStatus> peers) {
        for (Connection connection : connections) {
            PeerStatus peer = connection.status();
            if (peer != null) {
                peers.add(peer);
            }
        }
    }

    private void accept() {
        for (int i = 0; i < MOST_ACCEPTS_A_TURN && !stopping; i++) {
            SocketChannel channel;
            try {
                channel = server.accept();
            } catch (IOException e) {
                acceptFailed(e);
                return;
            }
            if (channel == null) {
                return;
            }
            try {
                channel.configureBlocking(false);
                transport.configure(channel, host.options());
            } catch (IOException e) {
                closeQuietly(channel);
                continue;
            }
            taken(channel);
        }
    }

    private void taken(SocketChannel channel) {
        IoLane target = host.lane();
        target.reserve();
        Connection connection = new Connection(host, this, target, channel);
        connections.add(connection);
        host.tell(new MonitorEvent.Accepted(resolved, connection.peerAddress()));
        target.loop().execute(() -> {
            if (stopping) {
                connection.close("unbound");
            } else {
                connection.start();
            }
        });
    }

    private void acceptFailed(IOException e) {
        if (stopping) {
            return;
        }
        String reason = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        lastError = reason;
        host.tell(new MonitorEvent.AcceptFailed(resolved, reason));
        SelectionKey own = key;
        if (own != null && own.isValid()) {
            own.interestOps(0);
            lane.loop().schedule(PAUSE_AFTER_FAILURE_NS, () -> {
                if (own.isValid()) {
                    own.interestOps(SelectionKey.OP_ACCEPT);
                }
            });
        }
    }

    @Override
    public boolean takesPeer() {
        return host.takesPeer();
    }

    @Override
    public @Nullable Pipe onHandshake(Connection connection) {
        Pipe pipe = host.adoptPipe();
        if (!host.attach(pipe)) {
            return null;
        }
        lastError = null;
        return pipe;
    }

    @Override
    public void onClosed(Connection connection, @Nullable Pipe pipe, String reason) {
        connections.remove(connection);
        connection.lane().unreserve();
        if (pipe != null) {
            host.detach(pipe, resolved, Unsent.KEEP, reason);
        }
        endIfEmpty();
    }

    @Override
    public void stop(long lingerNs) {
        if (stopping) {
            if (lingerNs <= 0) {
                closeConnections(0);
            }
            return;
        }
        stopping = true;
        lane.loop().execute(() -> {
            lane.loop().close(key, server);
            transport.afterClose(Endpoint.parse(resolved));
            released = true;
            lane.unreserve();
            host.tell(new MonitorEvent.Closed(resolved));
            closeConnections(lingerNs);
            endIfEmpty();
        });
    }

    private void closeConnections(long lingerNs) {
        for (Connection connection : connections) {
            connection.lane().loop().execute(() -> connection.closeAfterLinger(lingerNs));
        }
    }

    private void endIfEmpty() {
        if (released && connections.isEmpty()) {
            ended.countDown();
        }
    }

    @Override
    public CountDownLatch ended() {
        return ended;
    }

    static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            assert !channel.isOpen() : "a channel is closed also when closing it fails";
        }
    }
}
