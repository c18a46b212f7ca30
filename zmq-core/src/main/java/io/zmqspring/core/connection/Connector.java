package io.zmqspring.core.connection;

import io.zmqspring.core.loop.DeferredWriter;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.option.ReconnectStop;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Reasons;
import io.zmqspring.core.transport.Transport;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Connects one endpoint, and connects it again whenever the connection is lost. Each time it resolves the name and
 * tries every address, also when an address before it accepted and then failed the handshake; then it backs off. Its
 * pipe lives as long as the endpoint, unless {@code immediate} ties the pipe to the connection.
 *
 * <pre>
 *   RESOLVING ──► CONNECTING ──► HANDSHAKING ──► CONNECTED
 *       ▲             ▲  next address │               │
 *       │             └───────────────┤               │
 *       └────────── WAITING ◄─────────┴───────────────┘      (GIVEN_UP in place of WAITING when reconnecting is off,
 *                                                                 or the peer's refusal is final)
 * </pre>
 *
 * While it is closing ({@link EndpointLife}) it connects again in the same way, until nothing is queued or linger is
 * over.
 */
public final class Connector implements SocketEndpoint, ConnectionOwner, ConnectAttempts.Outcome {

    private static final String CLOSED_BY_US = "closed by us";

    private enum Phase {
        RESOLVING,
        CONNECTING,
        HANDSHAKING,
        CONNECTED,
        WAITING,
        GIVEN_UP
    }

    private final EndpointHost host;
    private final Endpoint endpoint;
    private final Transport transport;
    private final IoThread ioThread;
    private final EventLoop loop;
    private final ReconnectBackoff backoff;
    private final ConnectAttempts attempts;
    private final EndpointLife life = new EndpointLife();
    private final Restart restart = new Restart();

    /** Created at once: there may be no memory for it when it is needed. */
    private final Runnable connecting = this::connect;

    private final Runnable beginning = this::begin;
    private final boolean immediate;
    private final Set<ReconnectStop> stops;
    private final byte @Nullable [] routingId;
    private volatile Phase phase = Phase.RESOLVING;
    private volatile @Nullable Pipe pipe;
    private volatile @Nullable Connection connection;
    private volatile @Nullable String lastError;
    private @Nullable Timer retry;
    private @Nullable Timer linger;
    private long lingerDeadline;
    private boolean refusedForGood;

    /**
     * Creates a connector; {@link #start} begins.
     *
     * @param host its socket
     * @param endpoint fit for connect, of a scheme with channels
     * @param routingId of the peer; {@code null} takes the id that the peer announces
     */
    public Connector(EndpointHost host, Endpoint endpoint, byte @Nullable [] routingId) {
        this.host = host;
        this.endpoint = endpoint;
        this.transport = host.transport(endpoint);
        this.ioThread = host.ioThread();
        this.loop = ioThread.loop();
        this.backoff = new ReconnectBackoff(
                host.options(), () -> ThreadLocalRandom.current().nextDouble());
        this.attempts = new ConnectAttempts(loop, transport, endpoint, host.options(), this);
        this.routingId = routingId;
        this.immediate = host.options().immediate();
        this.stops = host.options().reconnectStop();
    }

    /**
     * Begins to connect. Any thread, once.
     *
     * @return whether the socket takes it; {@code false} when it takes no further peer
     */
    public boolean start() {
        // First, since the end of an endpoint that could not start gives it back too.
        ioThread.reserve();
        if (!immediate) {
            Pipe own = createPipe();
            if (!host.attach(own)) {
                return false;
            }
            pipe = own;
        }
        loop.execute(beginning);
        return true;
    }

    private Pipe createPipe() {
        Pipe created = host.createPipe();
        if (routingId != null) {
            created.routingId(routingId);
        }
        return created;
    }

    @Override
    public String endpoint() {
        return endpoint.toString();
    }

    @Override
    public boolean isBound() {
        return false;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public EndpointStatus status() {
        Phase now = phase;
        EndpointStatus.State state = life.isEnded() || now == Phase.GIVEN_UP
                ? EndpointStatus.State.STOPPED
                : now == Phase.CONNECTED ? EndpointStatus.State.CONNECTED : EndpointStatus.State.CONNECTING;
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

    private void begin() {
        retry = null;
        attempt(connecting);
    }

    private void connect() {
        if (life.isEnded()) {
            return;
        }
        phase = Phase.RESOLVING;
        if (!transport.resolvesAtOnce(endpoint, host.options())) {
            try {
                host.blockingCalls().execute(this::resolve);
            } catch (RuntimeException | Error e) {
                onExhausted("the name cannot be looked up: " + Reasons.of(e));
            }
        } else {
            resolve();
        }
    }

    /** Asks for the addresses; on a helper thread where that may take long. */
    private void resolve() {
        try {
            List<SocketAddress> addresses = transport.resolve(endpoint, host.options());
            Runnable step = () -> tryAddresses(addresses);
            loop.execute(() -> attempt(step));
        } catch (Exception | Error e) {
            failResolving(e);
        }
    }

    private void failResolving(Throwable cause) {
        boolean reported = false;
        try {
            String reason = Reasons.of(cause);
            Runnable step = () -> onExhausted(reason);
            loop.execute(() -> attempt(step));
            reported = true;
        } finally {
            if (!reported) {
                restart.request();
            }
        }
    }

    /** Runs a step of connecting; when it fails by an error of ours, the attempt has failed and another follows. */
    private void attempt(Runnable step) {
        boolean handled = false;
        try {
            step.run();
            handled = true;
        } catch (RuntimeException | Error e) {
            host.internalError(e);
            if (phase == Phase.RESOLVING || phase == Phase.CONNECTING) {
                attempts.cancel();
                onExhausted("internal error: " + Reasons.of(e));
            }
            handled = true;
        } finally {
            if (!handled) {
                restart.request();
            }
        }
    }

    private void tryAddresses(List<SocketAddress> addresses) {
        if (!life.isEnded() && phase == Phase.RESOLVING) {
            phase = Phase.CONNECTING;
            attempts.start(addresses);
        }
    }

    @Override
    public void onConnected(SocketChannel channel) {
        if (life.isEnded()) {
            ChannelCloser.close(channel);
            return;
        }
        Connection made;
        try {
            made = new Connection(host, this, ioThread, channel, transport.peerAddress(channel));
            host.publish(new MonitorEvent.Connected(endpoint(), made.peerAddress()));
        } catch (RuntimeException | Error e) {
            ChannelCloser.close(channel);
            onExhausted("internal error: " + Reasons.of(e));
            return;
        }
        phase = Phase.HANDSHAKING;
        connection = made;
        made.start();
    }

    @Override
    public void onExhausted(String reason) {
        if (life.isEnded()) {
            return;
        }
        refusedForGood |= attempts.wereAllRefused() && stops.contains(ReconnectStop.CONNECTION_REFUSED);
        host.publish(new MonitorEvent.ConnectFailed(endpoint(), reason));
        retry(reason);
    }

    @Override
    public void onAttemptFailed() {
        restart.request();
    }

    private void retry(String reason) {
        lastError = reason;
        if (refusedForGood || !backoff.isEnabled()) {
            phase = Phase.GIVEN_UP;
            if (!life.isOpen()) {
                end("never connected: " + reason);
            }
            return;
        }
        phase = Phase.WAITING;
        long delay = backoff.next();
        retry = loop.schedule(delay, beginning);
        host.countReconnect();
        host.publish(new MonitorEvent.ConnectRetried(endpoint(), Duration.ofNanos(delay)));
    }

    /**
     * Schedules the next attempt where that has failed, for lack of memory: nothing else would connect again. Asking
     * for it allocates nothing.
     */
    private final class Restart extends DeferredWriter {

        private volatile boolean wanted;

        void request() {
            wanted = true;
            loop.flushSoon(this);
        }

        @Override
        protected boolean look(boolean last) {
            if (!wanted || life.isEnded() || retry != null || connection != null) {
                wanted = false;
                return false;
            }
            try {
                retry(ConnectAttempts.WITHOUT_MEMORY);
                wanted = false;
            } catch (RuntimeException | Error e) {
                // It is tried again at the next look.
            }
            return wanted;
        }
    }

    @Override
    public boolean isOpen() {
        return life.isOpen();
    }

    @Override
    public boolean takesPeer() {
        return pipe != null || host.takesPeer();
    }

    @Override
    public @Nullable Pipe onHandshake(Connection established) {
        Pipe carried = pipe;
        if (carried == null) {
            carried = createPipe();
            if (!host.attach(carried)) {
                return null;
            }
            pipe = carried;
        }
        backoff.reset();
        lastError = null;
        phase = Phase.CONNECTED;
        if (!life.isOpen()) {
            loop.execute(() -> established.closeAfterLinger(loop.clock().remaining(lingerDeadline)));
        }
        return carried;
    }

    @Override
    public void onReading(Connection reading) {
        // Nothing waits for it.
    }

    @Override
    public void onRefusedForGood() {
        refusedForGood = true;
    }

    @Override
    public void onClosed(Connection closed, @Nullable Pipe carried, String reason) {
        connection = null;
        boolean handled = false;
        try {
            handleClosed(carried, reason);
            handled = true;
        } finally {
            if (!handled) {
                restart.request();
            }
        }
    }

    private void handleClosed(@Nullable Pipe carried, String reason) {
        if (life.isEnded()) {
            return;
        }
        if (carried != null && immediate) {
            pipe = null;
            host.detach(carried, endpoint(), Unsent.KEEP, reason);
        }
        if (!life.isOpen()) {
            closeToSend();
        }
        if (!life.isOpen() && (isNothingQueued() || stopsAfterDisconnect())) {
            end(reason);
        } else if (carried == null && attempts.hasUntried() && !refusedForGood) {
            lastError = reason;
            phase = Phase.CONNECTING;
            attempts.next();
        } else {
            refusedForGood |= carried == null && stops.contains(ReconnectStop.HANDSHAKE_FAILED);
            retry(reason);
        }
    }

    private boolean stopsAfterDisconnect() {
        return stops.contains(ReconnectStop.AFTER_DISCONNECT) && !host.isClosed();
    }

    private boolean isNothingQueued() {
        Pipe own = pipe;
        return own == null || own.outgoing().isEmpty();
    }

    @Override
    public void stop(long lingerNs) {
        // A closed socket takes no message, but may pass on to this peer what another one left.
        if (!host.isClosed() || phase != Phase.CONNECTED) {
            closeToSend();
        }
        loop.execute(() -> close(lingerNs));
    }

    private void closeToSend() {
        Pipe open = pipe;
        if (open != null) {
            host.closeToSend(open);
        }
    }

    private void close(long lingerNs) {
        boolean first = life.beginClosing();
        if (life.isEnded()) {
            return;
        }
        Connection established = phase == Phase.CONNECTED ? connection : null;
        if (established == null) {
            closeToSend();
        }
        if (lingerNs <= 0
                || phase == Phase.GIVEN_UP
                || established == null && (isNothingQueued() || stopsAfterDisconnect())) {
            end(CLOSED_BY_US);
            return;
        }
        if (first) {
            lingerDeadline = loop.clock().deadline(lingerNs);
            linger = loop.schedule(lingerNs, () -> end("closed by us, linger is over"));
        }
        if (established != null) {
            established.closeAfterLinger(loop.clock().remaining(lingerDeadline));
        }
    }

    private void end(String reason) {
        life.end(() -> release(reason), host, this);
    }

    private void release(String reason) {
        Pipe own = pipe;
        pipe = null;
        try {
            Timer.cancel(retry);
            Timer.cancel(linger);
            attempts.cancel();
            Connection current = connection;
            if (current != null) {
                current.close(CloseCause.CLOSED_HERE, reason);
            }
        } finally {
            if (own != null) {
                host.detach(own, endpoint(), Unsent.DROP, reason);
            }
            ioThread.unreserve();
            host.publish(new MonitorEvent.Closed(endpoint()));
        }
    }

    @Override
    public CountDownLatch ended() {
        return life.ended();
    }
}
