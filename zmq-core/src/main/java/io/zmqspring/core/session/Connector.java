package io.zmqspring.core.session;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.TcpEndpoint;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Connects one endpoint and connects it again whenever the connection is lost: resolves the name anew each time, tries every address,
 * backs off. Its pipe lives as long as the endpoint does, unless {@code immediate} ties it to the connection.
 */
public final class Connector implements Session, ConnectionOwner {

    private final SessionHost host;
    private final Endpoint endpoint;
    private final Transport transport;
    private final IoLane lane;
    private final EventLoop loop;
    private final ReconnectBackoff backoff;
    private final ArrayDeque<SocketAddress> untried = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final boolean immediate;
    private volatile @Nullable Pipe pipe;
    private @Nullable SocketChannel connecting;
    private @Nullable Timer connectDeadline;
    private @Nullable Timer retry;
    private volatile @Nullable Connection connection;
    private volatile EndpointStatus.State state = EndpointStatus.State.CONNECTING;
    private volatile @Nullable String lastError;
    private boolean stopping;
    private boolean stopped;

    /**
     * Makes a connector; {@link #start} begins.
     *
     * @param host its socket
     * @param endpoint fit for connect, of a scheme with channels
     */
    public Connector(SessionHost host, Endpoint endpoint) {
        this.host = host;
        this.endpoint = endpoint;
        this.transport = host.transport(endpoint);
        this.lane = host.lane();
        this.loop = lane.loop();
        this.backoff = new ReconnectBackoff(
                host.options(), () -> ThreadLocalRandom.current().nextDouble());
        this.immediate = host.options().immediate();
    }

    /**
     * Begins to connect. Any thread, once.
     *
     * @return whether the socket takes it; {@code false} when it takes no further peer
     */
    public boolean start() {
        if (!immediate) {
            Pipe own = host.createPipe();
            if (!host.attach(own)) {
                return false;
            }
            pipe = own;
        }
        lane.reserve();
        loop.execute(this::connect);
        return true;
    }

    @Override
    public String endpoint() {
        return endpoint.toString();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public EndpointStatus status() {
        return new EndpointStatus(endpoint(), state, state == EndpointStatus.State.CONNECTED ? 1 : 0, lastError);
    }

    @Override
    public void addPeers(List<PeerStatus> peers) {
        Connection current = connection;
        PeerStatus peer = current == null ? null : current.status();
        if (peer != null) {
            peers.add(peer);
        }
    }

    private void connect() {
        retry = null;
        if (stopped) {
            return;
        }
        state = EndpointStatus.State.CONNECTING;
        if (endpoint instanceof TcpEndpoint tcp && !tcp.isNumeric()) {
            try {
                host.blockingCalls().execute(this::resolveThenTry);
            } catch (RejectedExecutionException closing) {
                failed("the context is closed");
            }
        } else {
            resolveThenTry();
        }
    }

    private void resolveThenTry() {
        try {
            List<SocketAddress> addresses = transport.resolve(endpoint, host.options());
            loop.execute(() -> {
                untried.clear();
                untried.addAll(addresses);
                tryNext("no address");
            });
        } catch (IOException | RuntimeException e) {
            loop.execute(() -> failed(reason(e)));
        }
    }

    private void tryNext(String failureOfLast) {
        if (stopped) {
            return;
        }
        SocketAddress address = untried.poll();
        if (address == null) {
            failed(failureOfLast);
            return;
        }
        try {
            SocketChannel channel = transport.openClient(address, endpoint, host.options());
            connecting = channel;
            if (channel.isConnected()) {
                connected(channel);
                return;
            }
            loop.register(channel, SelectionKey.OP_CONNECT, key -> finishConnect(channel, key));
            long limit = host.options().connectTimeout().toNanos();
            if (limit > 0) {
                connectDeadline = loop.schedule(
                        limit,
                        () -> abandon(
                                channel,
                                "not connected within " + host.options().connectTimeout()));
            }
        } catch (IOException | RuntimeException e) {
            abandon(connecting, reason(e));
        }
    }

    private void finishConnect(SocketChannel channel, SelectionKey key) {
        try {
            if (channel.finishConnect()) {
                key.interestOps(0);
                connected(channel);
            }
        } catch (IOException e) {
            abandon(channel, reason(e));
        }
    }

    private void abandon(@Nullable SocketChannel channel, String reason) {
        cancel(connectDeadline);
        connecting = null;
        close(channel);
        tryNext(reason);
    }

    private void connected(SocketChannel channel) {
        cancel(connectDeadline);
        if (transport.isSelfConnected(channel)) {
            abandon(channel, "connected to itself: nobody listens there");
            return;
        }
        connecting = null;
        Connection made = new Connection(host, this, lane, channel);
        connection = made;
        host.tell(new MonitorEvent.Connected(endpoint(), made.peerAddress()));
        made.start();
    }

    private void failed(String reason) {
        if (stopped) {
            return;
        }
        host.tell(new MonitorEvent.ConnectFailed(endpoint(), reason));
        retry(reason);
    }

    private void retry(String reason) {
        lastError = reason;
        state = EndpointStatus.State.CONNECTING;
        if (!backoff.isEnabled()) {
            state = EndpointStatus.State.STOPPED;
            if (stopping) {
                finish("never connected");
            }
            return;
        }
        long delay = backoff.next();
        host.countReconnect();
        host.tell(new MonitorEvent.ConnectRetried(endpoint(), Duration.ofNanos(delay)));
        retry = loop.schedule(delay, this::connect);
    }

    @Override
    public boolean takesPeer() {
        return pipe != null || host.takesPeer();
    }

    @Override
    public @Nullable Pipe onHandshake(Connection established) {
        Pipe carried = pipe;
        if (carried == null) {
            carried = host.createPipe();
            if (!host.attach(carried)) {
                return null;
            }
            pipe = carried;
        }
        backoff.reset();
        lastError = null;
        state = EndpointStatus.State.CONNECTED;
        if (stopping) {
            loop.execute(() -> established.closeAfterLinger(NanoClock.FOREVER >> 1));
        }
        return carried;
    }

    @Override
    public void onClosed(Connection closed, @Nullable Pipe carried, String reason) {
        connection = null;
        if (stopping && (carried == null || carried.outgoing().isEmpty())) {
            finish(reason);
            return;
        }
        if (carried != null && immediate) {
            pipe = null;
            host.detach(carried, endpoint(), Unsent.KEEP, reason);
        }
        if (!stopped) {
            retry(reason);
        }
    }

    /**
     * Ends the endpoint: at once when nothing is queued, else when it is sent or the time is over. Any thread.
     *
     * @param lingerNs longest time
     */
    @Override
    public void stop(long lingerNs) {
        Pipe open = pipe;
        if (open != null) {
            host.closeToSend(open);
        }
        loop.execute(() -> {
            if (stopping && lingerNs > 0) {
                return;
            }
            stopping = true;
            Pipe own = pipe;
            boolean nothingQueued = own == null || own.outgoing().isEmpty();
            Connection current = connection;
            if (lingerNs <= 0 || current == null && nothingQueued || state == EndpointStatus.State.STOPPED) {
                finish("closed by us");
                return;
            }
            if (lingerNs < NanoClock.FOREVER >> 2) {
                loop.schedule(lingerNs, () -> finish("closed by us, linger is over"));
            }
            if (current != null && current.status() != null) {
                current.closeAfterLinger(lingerNs);
            } else if (nothingQueued) {
                finish("closed by us");
            }
        });
    }

    private void finish(String reason) {
        if (stopped) {
            return;
        }
        stopped = true;
        stopping = true;
        state = EndpointStatus.State.STOPPED;
        cancel(retry);
        cancel(connectDeadline);
        close(connecting);
        Connection current = connection;
        if (current != null) {
            current.close(reason);
        }
        Pipe own = pipe;
        if (own != null) {
            pipe = null;
            host.detach(own, endpoint(), Unsent.DROP, reason);
        }
        lane.unreserve();
        host.tell(new MonitorEvent.Closed(endpoint()));
        ended.countDown();
    }

    @Override
    public CountDownLatch ended() {
        return ended;
    }

    private static void close(@Nullable SocketChannel channel) {
        if (channel != null) {
            Listener.closeQuietly(channel);
        }
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private static String reason(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
}
