package io.zmqspring.core.connection;

import io.zmqspring.core.loop.ChannelHandler;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Reasons;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Listens on one endpoint and gives each connection it takes to the least busy I/O thread. It has ended when its
 * address is free again and the last of its connections is closed.
 */
public final class Listener implements SocketEndpoint, ConnectionOwner, ChannelHandler {

    private static final long PAUSE_AFTER_FAILURE_NS = 100_000_000;
    private static final int MAX_ACCEPTS_PER_TURN = 64;

    /** How often the file of a listener is looked at; a look costs about as much as a message. */
    private static final long LOOK_AT_FILE_NS = 2_000_000_000;

    private final EndpointHost host;
    private final Endpoint endpoint;
    private final Transport transport;
    private final IoThread ioThread;
    private final ServerSocketChannel server;
    private final String resolved;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final EndpointLife life = new EndpointLife();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger beginning = new AtomicInteger();
    private volatile @Nullable String lastError;
    private volatile @Nullable String loss;
    private @Nullable SelectionKey key;

    /**
     * Binds; {@link #start} begins to take connections.
     *
     * @param host its socket
     * @param endpoint fit for bind, of a scheme with channels
     * @throws io.zmqspring.core.error.ZmqEndpointException when it cannot be bound
     */
    public Listener(EndpointHost host, Endpoint endpoint) {
        this.host = host;
        this.endpoint = endpoint;
        this.transport = host.transport(endpoint);
        this.ioThread = host.ioThread();
        this.server = transport.openServer(endpoint, host.options());
        try {
            this.resolved = transport.localEndpoint(server, endpoint);
        } catch (RuntimeException | Error e) {
            ChannelCloser.close(server);
            transport.afterClose(endpoint);
            throw e;
        }
    }

    /** Begins to take connections. Any thread, once. */
    public void start() {
        ioThread.reserve();
        host.publish(new MonitorEvent.Listening(resolved));
        ioThread.loop().execute(() -> {
            try {
                key = ioThread.loop().register(server, SelectionKey.OP_ACCEPT, this);
                lookAtFileLater();
            } catch (IOException | RuntimeException e) {
                acceptFailed(e);
                stop(0);
            }
        });
    }

    @Override
    public String endpoint() {
        return resolved;
    }

    @Override
    public boolean isBound() {
        return true;
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
        String lost = loss;
        EndpointStatus.State state = !life.isOpen()
                ? EndpointStatus.State.STOPPED
                : lost == null ? EndpointStatus.State.LISTENING : EndpointStatus.State.LOST;
        return new EndpointStatus(resolved, state, peers, lost == null ? lastError : lost);
    }

    private void lookAtFileLater() {
        if (transport.hasFiles()) {
            ioThread.loop().schedule(LOOK_AT_FILE_NS, this::lookAtFile);
        }
    }

    private void lookAtFile() {
        if (!life.isOpen()) {
            return;
        }
        try {
            host.fileCalls().execute(() -> {
                String found = transport.lossOf(server);
                ioThread.loop().execute(() -> onLookedAtFile(found));
            });
        } catch (RuntimeException | Error noThread) {
            lookAtFileLater();
        }
    }

    private void onLookedAtFile(@Nullable String found) {
        if (!life.isOpen()) {
            return;
        }
        if (found == null) {
            lookAtFileLater();
        } else {
            loss = found;
            host.publish(new MonitorEvent.AddressLost(resolved, found));
        }
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

    @Override
    public void onReady(SelectionKey ready) {
        try {
            accept();
        } catch (IOException | RuntimeException | Error e) {
            acceptFailed(e);
        }
    }

    @Override
    public void onLoopClosed() {
        stop(0);
    }

    private void accept() throws IOException {
        for (int i = 0; i < MAX_ACCEPTS_PER_TURN && life.isOpen(); i++) {
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            boolean taken = false;
            try {
                channel.configureBlocking(false);
                transport.configure(channel, host.options());
                take(channel);
                taken = true;
            } catch (IOException e) {
                // The peer has gone already.
                lastError = Reasons.of(e);
            } finally {
                if (!taken) {
                    ChannelCloser.close(channel);
                }
            }
        }
    }

    private void take(SocketChannel channel) {
        int most = host.options().maxHandshakes();
        if (most >= 0 && beginning.get() >= most) {
            String peerAddress = transport.peerAddress(channel);
            ChannelCloser.close(channel);
            host.countHandshakeFailure();
            host.publish(new MonitorEvent.HandshakeFailed(
                    resolved,
                    peerAddress,
                    CloseCause.LIMIT,
                    "too many handshakes are under way: maxHandshakes=" + most));
            return;
        }
        IoThread target = host.ioThread();
        Connection connection = new Connection(host, this, target, channel, transport.peerAddress(channel));
        beginning.incrementAndGet();
        target.reserve();
        boolean taken = false;
        try {
            connections.add(connection);
            host.publish(new MonitorEvent.Accepted(resolved, connection.peerAddress()));
            target.loop().execute(() -> start(connection));
            taken = true;
        } finally {
            if (!taken) {
                beginning.decrementAndGet();
                target.unreserve();
                connections.remove(connection);
            }
        }
    }

    private void start(Connection connection) {
        if (life.isOpen()) {
            connection.start();
        } else {
            connection.close(CloseCause.CLOSED_HERE, "unbound");
        }
    }

    private void acceptFailed(Throwable e) {
        if (!life.isOpen()) {
            return;
        }
        String reason = Reasons.of(e);
        lastError = reason;
        SelectionKey own = key;
        if (own != null && own.isValid()) {
            // The timer first: without memory for it, a listener that pauses would accept nothing any more.
            ioThread.loop().schedule(PAUSE_AFTER_FAILURE_NS, () -> {
                if (own.isValid()) {
                    own.interestOps(SelectionKey.OP_ACCEPT);
                }
            });
            own.interestOps(0);
        }
        host.publish(new MonitorEvent.AcceptFailed(resolved, reason));
    }

    @Override
    public boolean isOpen() {
        return life.isOpen();
    }

    @Override
    public boolean takesPeer() {
        return host.takesPeer();
    }

    @Override
    public @Nullable Pipe onHandshake(Connection connection) {
        Pipe pipe = host.adoptPipe();
        if (pipe != null) {
            lastError = null;
        }
        return pipe;
    }

    @Override
    public void onReading(Connection connection) {
        beginning.decrementAndGet();
    }

    @Override
    public void onRefusedForGood() {
        // Another peer may be wanted.
    }

    @Override
    public void onClosed(Connection connection, @Nullable Pipe pipe, String reason) {
        if (!connection.hasBeenRead()) {
            beginning.decrementAndGet();
        }
        try {
            if (pipe != null) {
                host.detach(pipe, resolved, Unsent.KEEP, reason);
            }
        } finally {
            // Last, since the endpoint may end with it, and the socket then gives up what its peers left.
            connections.remove(connection);
            connection.ioThread().unreserve();
            endIfEmpty();
        }
    }

    @Override
    public void stop(long lingerNs) {
        if (life.beginClosing()) {
            ioThread.loop().execute(() -> closeServer(lingerNs));
        } else {
            closeConnections(lingerNs);
        }
    }

    private void closeServer(long lingerNs) {
        ioThread.unreserve();
        try {
            ioThread.loop().close(key, server);
            host.publish(new MonitorEvent.Closed(resolved));
            closeConnections(lingerNs);
        } finally {
            giveBackAddress();
        }
    }

    private void giveBackAddress() {
        if (!transport.hasFiles()) {
            release();
            return;
        }
        try {
            host.fileCalls().execute(this::release);
        } catch (RejectedExecutionException contextIsEnding) {
            // The loop ends as well: no timer of it would fire.
            release();
        } catch (RuntimeException | Error noThread) {
            ioThread.loop().schedule(PAUSE_AFTER_FAILURE_NS, this::giveBackAddress);
        }
    }

    /** May delete a file. */
    private void release() {
        try {
            transport.afterClose(Endpoint.parse(resolved));
        } finally {
            released.countDown();
            endIfEmpty();
        }
    }

    private void closeConnections(long lingerNs) {
        for (Connection connection : connections) {
            connection.ioThread().loop().execute(() -> connection.closeAfterLinger(lingerNs));
        }
    }

    private void endIfEmpty() {
        if (released.getCount() == 0 && connections.isEmpty()) {
            life.end(() -> {}, host, this);
        }
    }

    @Override
    public CountDownLatch released() {
        return released;
    }

    @Override
    public CountDownLatch ended() {
        return life.ended();
    }
}
