package io.zmqspring.core.inproc;

import io.zmqspring.core.connection.EndpointHost;
import io.zmqspring.core.connection.EndpointLife;
import io.zmqspring.core.connection.PeerNotices;
import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.connection.Unsent;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.pipe.QueueSignal;
import io.zmqspring.core.zmtp.PropertyCodec;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The connecting side of an {@code inproc} connection; owns both queues. Every change of state happens under the
 * directory's lock:
 *
 * <pre>
 *   waiting for the name ◄──part── joined
 *        │       └──────join──────►  │
 *        └─────── stop, linger ──────┴──► ended
 * </pre>
 *
 * When it is stopped with messages queued while it waits, it ends as soon as it is joined or linger is over.
 */
public final class InprocConnector implements SocketEndpoint {

    private static final String MECHANISM = "NULL";

    /** How often a closed socket looks whether it has passed on to this peer what others left. */
    static final long LOOK_AGAIN_NS = 10_000_000;

    private final EndpointHost host;
    private final InprocDirectory directory;
    private final String endpoint;
    private final EndpointLife life = new EndpointLife();
    private final Pipe pipe;
    private volatile @Nullable InprocListener listener;
    /** Routing ids as they were shown when the two met: that of the listener's socket here, and of this one there. */
    private @Nullable RoutingId shownId;

    private @Nullable RoutingId shownIdOfHost;
    private volatile @Nullable Pipe peerPipe;
    private volatile @Nullable String lastError;
    private volatile boolean leftToListener;
    private boolean hasParted;
    private String endReason = "the peer closed its socket";
    private boolean unwanted;

    /**
     * Creates a connector.
     *
     * @param host its socket
     * @param directory of the context
     * @param endpoint with scheme
     * @param routingId of the peer; {@code null} takes the id that the peer announces
     */
    public InprocConnector(EndpointHost host, InprocDirectory directory, String endpoint, byte @Nullable [] routingId) {
        this.host = host;
        this.directory = directory;
        this.endpoint = endpoint;
        this.pipe = host.createPipe();
        if (routingId != null) {
            pipe.routingId(routingId);
        }
    }

    /**
     * Connects, now or when the name is bound.
     *
     * @throws ZmqEndpointException when the socket takes no further peer, or none of that routing id
     */
    public void start() {
        byte[] routingId = pipe.routingId();
        greet(host, pipe);
        if (!host.attach(pipe)) {
            throw new ZmqEndpointException(endpoint, EndpointHost.refusal(host.type(), routingId));
        }
        directory.connect(this);
    }

    private static void greet(EndpointHost side, Pipe to) {
        byte[] hello = PeerNotices.of(side.options(), false).hello();
        if (hello != null) {
            side.write(to, hello);
        }
    }

    boolean fits(InprocListener bound) {
        return bound.host().type().peers().contains(host.type());
    }

    boolean join(InprocListener bound) {
        EndpointHost other = bound.host();
        if (!fits(bound)) {
            refused(
                    bound,
                    CloseCause.PROTOCOL,
                    "a " + other.type() + " socket talks to " + other.type().peers() + " only, the peer is: "
                            + host.type());
            return false;
        }
        if (other.options().conflate() && other.type().receives()) {
            host.keepNewest(pipe, () -> other.countDropped(1));
        }
        other.prepare(pipe.incoming());
        Pipe opposite = other.createOpposite(pipe);
        pipe.outgoing().share();
        pipe.incoming().share();
        pipe.readByPeer(true);
        opposite.readByPeer(true);
        limitQueues(other);
        pipe.disconnector(reason -> disconnectLater(opposite, reason));
        opposite.disconnector(reason -> disconnectLater(opposite, reason));
        String refusal = connected(other, opposite);
        // Attached last: from then on what is queued here may be received.
        if (refusal == null && !other.attach(opposite)) {
            refusal = EndpointHost.refusal(other.type(), null);
            host.disconnected(pipe);
            other.disconnected(opposite);
        }
        if (refusal != null) {
            limit(pipe.outgoing(), host.options(), null);
            other.withdraw(opposite);
            refused(bound, CloseCause.REFUSED, refusal);
            return false;
        }
        greet(other, opposite);
        if (hasParted) {
            greet(host, pipe);
        }
        peerPipe = opposite;
        listener = bound;
        bound.add(this);
        lastError = null;
        shownId = pipe.shownRoutingId();
        shownIdOfHost = opposite.shownRoutingId();
        joined(host, other.type(), shownId);
        joined(other, host.type(), shownIdOfHost);
        if (!life.isOpen()) {
            end();
        }
        return true;
    }

    /** {@return why one of the two sockets refuses the other, or {@code null} when none does} */
    private @Nullable String connected(EndpointHost other, Pipe opposite) {
        String refusal = other.connected(opposite, peer(host));
        if (refusal == null) {
            refusal = host.connected(pipe, peer(other));
            if (refusal != null) {
                host.disconnected(pipe);
            }
        }
        if (refusal != null) {
            other.disconnected(opposite);
        }
        return refusal;
    }

    private ZmqPeer peer(EndpointHost side) {
        return new ZmqPeer(
                side.type(), ZmqPeer.IN_PROCESS, PropertyCodec.announced(side.options()), endpoint, endpoint);
    }

    @Override
    public void onMarksChanged() {
        directory.onMarksChanged(this);
    }

    /** Under the directory's lock. */
    void limitQueues() {
        InprocListener bound = listener;
        if (bound != null) {
            limitQueues(bound.host());
        } else {
            limit(pipe.outgoing(), host.options(), null);
        }
    }

    private void limitQueues(EndpointHost other) {
        limit(pipe.outgoing(), host.options(), other.options());
        limit(pipe.incoming(), other.options(), host.options());
    }

    private static void limit(FrameQueue queue, SocketOptions sender, @Nullable SocketOptions receiver) {
        if (receiver == null) {
            queue.limit(sender.sendHwm(), sender.sendHwmBytes());
        } else {
            boolean endless = sender.sendHwm() == 0 || receiver.receiveHwm() == 0;
            queue.limit(
                    endless ? 0 : (int) Math.min(Integer.MAX_VALUE, (long) sender.sendHwm() + receiver.receiveHwm()),
                    Math.min(sender.sendHwmBytes(), Long.MAX_VALUE >> 1)
                            + Math.min(receiver.receiveHwmBytes(), Long.MAX_VALUE >> 1));
        }
    }

    private void refused(InprocListener bound, CloseCause cause, String reason) {
        lastError = reason;
        host.countHandshakeFailure();
        host.publish(new MonitorEvent.HandshakeFailed(endpoint, endpoint, cause, reason));
        bound.host().countHandshakeFailure();
        bound.host().publish(new MonitorEvent.HandshakeFailed(endpoint, endpoint, cause, reason));
    }

    private void joined(EndpointHost side, SocketType peerType, @Nullable RoutingId id) {
        side.countConnection(1);
        side.publish(
                new MonitorEvent.HandshakeSucceeded(endpoint, endpoint, peerType, id, MECHANISM, ZmqPeer.IN_PROCESS));
    }

    /** Gives back the ring memory of queues that are empty, unless they are in use now. Under the directory's lock. */
    void releaseIdleMemory() {
        InprocListener bound = listener;
        Pipe opposite = peerPipe;
        if (bound != null && opposite != null) {
            releaseIdleMemory(host, pipe, bound.host(), opposite);
            releaseIdleMemory(bound.host(), opposite, host, pipe);
        }
    }

    private static void releaseIdleMemory(EndpointHost sender, Pipe from, EndpointHost receiver, Pipe to) {
        if (from.writer() != null
                && from.outgoing().capacity() > 0
                && from.outgoing().isEmpty()) {
            receiver.whileNotReceiving(() -> sender.whileNotSending(() -> {
                if (from.outgoing().releaseMemoryIfEmpty()) {
                    from.requireWriter().refreshRing();
                    to.refreshReader();
                }
            }));
        }
    }

    /**
     * The listener's socket is closed: what it has not received is ours again. While a handler has one of the messages,
     * which happens when the context gives up waiting for it, the queue stays the listener's: two may not read it.
     *
     * @return whether this connector may be joined again
     */
    boolean partFromStopped(String reason) {
        InprocListener bound = listener;
        if (bound != null && bound.host().awaitsHandler()) {
            host.closeToSend(pipe);
            leftToListener = true;
            part(reason, false, CloseCause.CLOSED_HERE, CloseCause.PEER_CLOSED);
            return false;
        }
        part(reason, true, CloseCause.CLOSED_HERE, CloseCause.PEER_CLOSED);
        return true;
    }

    void part(String reason) {
        if (unwanted) {
            part(reason, false, CloseCause.LIMIT, CloseCause.LIMIT);
        } else {
            part(reason, false, CloseCause.PEER_CLOSED, CloseCause.CLOSED_HERE);
        }
    }

    private void part(String reason, boolean listenerStops, CloseCause listeners, CloseCause own) {
        InprocListener bound = listener;
        Pipe opposite = peerPipe;
        if (bound == null || opposite == null) {
            return;
        }
        listener = null;
        peerPipe = null;
        hasParted = true;
        bound.remove(this);
        try {
            sayFarewell(bound.host(), opposite, listenerStops);
        } finally {
            try {
                leave(bound.host(), opposite, listenerStops, listeners, reason);
            } finally {
                parted(host, pipe, shownId, own, reason);
                limit(pipe.outgoing(), host.options(), null);
            }
        }
    }

    private void sayFarewell(EndpointHost other, Pipe opposite, boolean listenerStops) {
        byte[] farewell = listenerStops
                ? PeerNotices.of(host.options(), false).farewell()
                : PeerNotices.of(other.options(), true).farewell();
        if (farewell != null && listenerStops) {
            other.write(opposite, farewell);
        } else if (farewell != null) {
            host.write(pipe, farewell);
        }
    }

    private void leave(EndpointHost other, Pipe opposite, boolean listenerStops, CloseCause cause, String reason) {
        try {
            parted(other, opposite, shownIdOfHost, cause, reason);
        } finally {
            pipe.outgoing().consumer().signal(QueueSignal.NONE);
            if (listenerStops) {
                other.withdraw(opposite);
                pipe.readByPeer(false);
            } else {
                other.detach(opposite, endpoint, Unsent.LEAVE, reason);
            }
        }
    }

    private void disconnectLater(Pipe opposite, String reason) {
        try {
            host.ioThread().loop().execute(() -> directory.disconnect(this, opposite, reason));
        } catch (RuntimeException | Error noIoThread) {
            // The context is closed, which ends the connection too, or has no thread: the old peer stays, without its
            // id.
            lastError = reason;
        }
    }

    /** One of the two sockets wants no more of the other: the endpoint ends. Under the directory's lock. */
    void disconnect(Pipe opposite, String reason) {
        if (peerPipe == opposite) {
            lastError = reason;
            endReason = reason;
            unwanted = true;
            life.beginClosing();
            end();
        }
    }

    private void parted(EndpointHost side, Pipe carried, @Nullable RoutingId id, CloseCause cause, String reason) {
        try {
            side.disconnected(carried);
        } finally {
            side.countConnection(-1);
            side.publish(new MonitorEvent.Disconnected(endpoint, endpoint, id, cause, reason));
        }
    }

    @Nullable PeerStatus listenersPeer() {
        Pipe opposite = peerPipe;
        return opposite == null ? null : peer(host.type(), opposite);
    }

    private PeerStatus peer(SocketType type, Pipe of) {
        return new PeerStatus(
                endpoint,
                endpoint,
                type,
                ZmqPeer.IN_PROCESS,
                of.shownRoutingId(),
                of.outgoing().size(),
                of.incoming().size(),
                of.dropped());
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public boolean isBound() {
        return false;
    }

    @Override
    public @Nullable EventLoop loop() {
        return null;
    }

    @Override
    public EndpointStatus status() {
        if (life.isEnded()) {
            return new EndpointStatus(endpoint, EndpointStatus.State.STOPPED, 0, lastError);
        }
        boolean connected = listener != null;
        return new EndpointStatus(
                endpoint,
                connected ? EndpointStatus.State.CONNECTED : EndpointStatus.State.CONNECTING,
                connected ? 1 : 0,
                lastError);
    }

    @Override
    public void addPeers(List<PeerStatus> peers) {
        InprocListener bound = listener;
        if (bound != null) {
            peers.add(peer(bound.host().type(), pipe));
        }
    }

    @Override
    public void stop(long lingerNs) {
        if (lingerNs > 0 && listener != null && !life.isEnded() && !host.endSending(pipe)) {
            later(host, LOOK_AGAIN_NS, () -> stop(lingerNs - LOOK_AGAIN_NS), () -> stop(0));
            return;
        }
        host.closeToSend(pipe);
        directory.stop(this, lingerNs);
    }

    /** {@return whether the listener's socket writes nothing more to this peer} */
    boolean endListenersSending() {
        InprocListener bound = listener;
        Pipe opposite = peerPipe;
        return bound == null || opposite == null || bound.host().endSending(opposite);
    }

    /** Ends now, or lingers. Under the directory's lock. */
    void endOrLinger(long lingerNs) {
        boolean first = life.beginClosing();
        if (listener != null || lingerNs <= 0 || pipe.outgoing().isEmpty()) {
            end();
        } else if (first) {
            scheduleEnd(lingerNs);
        }
    }

    private void scheduleEnd(long lingerNs) {
        later(host, lingerNs, () -> directory.stop(this, 0), this::end);
    }

    /**
     * Runs a task after a while.
     *
     * @param side whose I/O thread runs it
     * @param delayNs from now
     * @param task must not block
     * @param now run at once when there is no I/O thread: the context is closed, or cannot start it
     */
    static void later(EndpointHost side, long delayNs, Runnable task, Runnable now) {
        try {
            side.ioThread().later(delayNs, task);
        } catch (RuntimeException | Error noIoThread) {
            now.run();
        }
    }

    private void end() {
        life.end(this::release, host, this);
    }

    private void release() {
        boolean delivered = listener != null || leftToListener;
        try {
            directory.remove(this, endReason);
        } finally {
            host.detach(pipe, endpoint, delivered ? Unsent.LEAVE : Unsent.DROP, "nobody has bound " + endpoint);
            host.publish(new MonitorEvent.Closed(endpoint));
        }
    }

    @Override
    public CountDownLatch ended() {
        return life.ended();
    }
}
