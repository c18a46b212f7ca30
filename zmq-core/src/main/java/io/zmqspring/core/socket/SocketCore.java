package io.zmqspring.core.socket;

import io.zmqspring.core.connection.Connector;
import io.zmqspring.core.connection.EndpointHost;
import io.zmqspring.core.connection.Listener;
import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.inproc.InprocConnector;
import io.zmqspring.core.inproc.InprocListener;
import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.PeerFrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.DropListener;
import io.zmqspring.core.pattern.Pattern;
import io.zmqspring.core.pattern.PatternSource;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.InprocEndpoint;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import io.zmqspring.core.zmtp.mechanism.NullMechanism;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One socket: its two halves, its endpoints, and its end. {@link SocketHost} is what its endpoints call,
 * {@link SocketTally} has its counters and monitor listeners. Any thread may call it.
 */
public final class SocketCore {

    private static final long MAX_RELEASE_NS = 5_000_000_000L;

    private final ContextCore context;
    private final SocketType type;
    private final SendSide sendSide;
    private final ReceiveSide receiveSide;
    private final SocketEndpoints endpoints = new SocketEndpoints();
    private final SocketTally tally;
    private final SocketHost host;
    private final SocketTopics topics;
    private final SocketHalves halves;
    private final PeerWait peerWait;
    private final SocketEnd end;
    private final long sendTimeoutNs;
    private final long receiveTimeoutNs;
    private volatile SocketOptions options;
    private volatile Mechanism mechanism = NullMechanism.INSTANCE;

    SocketCore(
            ContextCore context,
            SocketType type,
            SocketOptions options,
            IdleStrategy idleStrategy,
            @Nullable PatternSource rules) {
        this.context = context;
        this.type = type;
        this.options = options;
        this.sendTimeoutNs = NanoClock.nanos(options.sendTimeout());
        this.receiveTimeoutNs = NanoClock.nanos(options.receiveTimeout());
        this.tally = new SocketTally(context);
        this.peerWait = new PeerWait(this, context.clock());
        DropListener drops = (pipe, reason) -> tally.dropByRule(pipe, endpoints.last(), reason);
        Pattern pattern = rules != null
                ? rules.create(this, options, drops)
                : Patterns.of(
                        type,
                        this,
                        options,
                        drops,
                        new Patterns.Support(tally::countDropped, peerWait::lookAgain, this::upstreamQueue));
        this.sendSide = new SendSide(
                this,
                pattern.sending(),
                idleStrategy,
                context::runLater,
                context.bodies().toSend());
        this.receiveSide = new ReceiveSide(this, pattern.receiving(), idleStrategy, this::onlyLoop);
        this.end = new SocketEnd(this, context, sendSide, receiveSide, endpoints, tally);
        this.host = new SocketHost(this, context, pattern, sendSide, receiveSide, endpoints, tally);
        this.topics = new SocketTopics(this, pattern.sending(), sendSide, peerWait);
        this.halves = new SocketHalves(this, context, pattern.sending(), sendSide, receiveSide, idleStrategy);
        pattern.receiving().onUpstream(sendSide::onCommand);
    }

    private FrameQueue upstreamQueue() {
        return new FrameQueue(
                context.pool(), context.bodies().received(), 0, options().receiveHwmBytes());
    }

    /** {@return what a publisher or a subscriber may be asked} */
    public SocketTopics topics() {
        return topics;
    }

    /** {@return what a poller or a proxy may ask} */
    public SocketHalves halves() {
        return halves;
    }

    /** {@return its type} */
    public SocketType type() {
        return type;
    }

    /** {@return its settings} */
    public SocketOptions options() {
        return options;
    }

    /**
     * Changes the high-water marks in messages.
     *
     * @param change gives settings with other marks
     */
    public synchronized void changeOptions(UnaryOperator<SocketOptions> change) {
        options = change.apply(options);
        host.onMarksChanged();
        endpoints.onMarksChanged();
    }

    /** {@return the security mechanism} */
    Mechanism mechanism() {
        return mechanism;
    }

    /** @param chosen security mechanism of all connections to come, other than {@code inproc} */
    public void mechanism(Mechanism chosen) {
        mechanism = chosen;
    }

    /** {@return {@link SocketOptions#sendTimeout()} in nanoseconds} */
    public long sendTimeoutNs() {
        return sendTimeoutNs;
    }

    /** {@return {@link SocketOptions#receiveTimeout()} in nanoseconds} */
    public long receiveTimeoutNs() {
        return receiveTimeoutNs;
    }

    /**
     * Sends one message.
     *
     * @param content a {@code byte[]}, {@link ByteBuffer} or {@link ZmqMessage}
     * @param timeoutNs longest wait, 0 for none
     * @return whether it was queued
     */
    public boolean send(Object content, long timeoutNs) {
        return sendSide.send(content, timeoutNs);
    }

    /**
     * Receives a single-frame message.
     *
     * @param timeoutNs longest wait, 0 for none
     * @return its body, or {@code null} when none came
     */
    public byte @Nullable [] receive(long timeoutNs) {
        return receiveSide.receive(timeoutNs);
    }

    /**
     * Receives a message.
     *
     * @param timeoutNs longest wait, 0 for none
     * @return all its frames, or {@code null} when none came
     */
    public @Nullable ZmqMessage receiveMessage(long timeoutNs) {
        return receiveSide.receiveMessage(timeoutNs);
    }

    /**
     * Receives a single-frame message into a buffer.
     *
     * @param target gets it
     * @param timeoutNs longest wait, 0 for none
     * @return its length in bytes, or -1 when none came
     */
    public int receiveInto(ByteBuffer target, long timeoutNs) {
        return receiveSide.receiveInto(target, timeoutNs);
    }

    /**
     * Shows messages to a handler.
     *
     * @param handler a {@link FrameHandler} or {@link PeerFrameHandler} that sees each frame
     * @param maxMessages at most so many
     * @param timeoutNs longest wait for the first, 0 for none
     * @return how many it was shown
     */
    public int poll(Object handler, int maxMessages, long timeoutNs) {
        return handler instanceof PeerFrameHandler withPeer
                ? receiveSide.poll(withPeer, maxMessages, timeoutNs)
                : receiveSide.poll((FrameHandler) handler, maxMessages, timeoutNs);
    }

    /** As {@link ReceiveSide#endWait}. */
    public void endWait() {
        receiveSide.endWait();
    }

    /**
     * Asks the rule of the sending half something, or changes it, under its lock.
     *
     * @param question to the rule; it may write to peers
     * @return the answer
     * @throws ZmqClosedException when the socket is closed
     */
    public boolean ask(BooleanSupplier question) {
        return sendSide.ask(question);
    }

    /**
     * Listens on an endpoint.
     *
     * @param text the endpoint
     * @return the endpoint, resolved
     */
    public String bind(String text) {
        Endpoint endpoint = Endpoint.parse(text).forBind();
        throwIfClosed();
        if (endpoint instanceof InprocEndpoint) {
            InprocListener listener = new InprocListener(host, context.directory(), endpoint.toString());
            begin(listener, listener::start);
            return listener.endpoint();
        }
        Listener listener = new Listener(host, endpoint);
        begin(listener, listener::start);
        return listener.endpoint();
    }

    /**
     * Connects an endpoint.
     *
     * @param text the endpoint
     * @param routingId of the peer; {@code null} takes the id that the peer announces
     * @return the endpoint, canonical
     */
    public String connect(String text, byte @Nullable [] routingId) {
        Endpoint endpoint = Endpoint.parse(text).forConnect();
        throwIfClosed();
        if (endpoint instanceof InprocEndpoint) {
            InprocConnector connector = new InprocConnector(host, context.directory(), endpoint.toString(), routingId);
            begin(connector, connector::start);
            return connector.endpoint();
        }
        host.transport(endpoint).requireAvailable(endpoint);
        Connector connector = new Connector(host, endpoint, routingId);
        begin(connector, () -> {
            if (!connector.start()) {
                throw new ZmqEndpointException(text, EndpointHost.refusal(type, routingId));
            }
        });
        return connector.endpoint();
    }

    private void begin(SocketEndpoint socketEndpoint, Runnable start) {
        try {
            endpoints.begin(socketEndpoint, start);
        } catch (ZmqEndpointException refused) {
            // A socket that closes takes no peer, which looks like one that has no room for another.
            throwIfClosed();
            throw refused;
        }
        if (end.hasBegun()) {
            socketEndpoint.stop(0);
            throwIfClosed();
        }
    }

    /**
     * Stops listening on an endpoint; its address is free again when this returns.
     *
     * @param endpoint as {@link #bind} returned it
     */
    public void unbind(String endpoint) {
        SocketEndpoint ending = endpoints.unbind(endpoint, lingerNs());
        if (ending != null) {
            BlockingCallGuard.enter("wait for an address to be free");
            IdleStrategy.awaitUninterruptibly(ending.released(), context.clock(), MAX_RELEASE_NS);
        }
    }

    /**
     * Ends an endpoint.
     *
     * @param endpoint as {@link #connect} returned it
     */
    public void disconnect(String endpoint) {
        endpoints.disconnect(endpoint, lingerNs());
    }

    /** {@return the endpoint of the last successful bind or connect, or {@code null}} */
    public @Nullable String lastEndpoint() {
        return endpoints.last();
    }

    /** {@return the state of each endpoint} */
    public List<EndpointStatus> endpoints() {
        return endpoints.statuses();
    }

    /** {@return peers whose handshake is complete} */
    public List<PeerStatus> peers() {
        return endpoints.peers();
    }

    /**
     * Waits for peers.
     *
     * @param count at least so many
     * @param timeoutNs longest wait
     * @return whether they are there
     */
    public boolean awaitPeers(int count, long timeoutNs) {
        return peerWait.await("peers", timeoutNs, () -> {
            boolean isThere = tally.connections() >= count;
            if (!isThere) {
                throwIfClosed();
            }
            return isThere;
        });
    }

    /** {@return what it has counted} */
    public SocketCounters counters() {
        return tally.counters(sendSide.sent(), receiveSide.received(), host.queuedToSend(), host.queuedToReceive());
    }

    /** @param listener notified of events from now on */
    public void addMonitorListener(MonitorListener listener) {
        tally.addListener(listener);
    }

    /** @param listener not notified of further events */
    public void removeMonitorListener(MonitorListener listener) {
        tally.removeListener(listener);
    }

    /** {@return whether it is closed or closing} */
    public boolean isClosed() {
        return end.hasBegun();
    }

    /**
     * Closes it and waits until what is queued is sent or linger is over. A frame handler does not wait for its own
     * socket, nor for one whose handler runs: that handler may wait for this one in the same way.
     */
    public void close() {
        close(lingerNs());
    }

    /**
     * Closes it as {@link #close()} does.
     *
     * @param lingerNs in place of the linger of its options
     */
    public void close(long lingerNs) {
        end.begin(lingerNs);
        if (mayAwaitEnd()) {
            end.await();
        }
    }

    /** {@return whether the calling thread may wait until it has ended, which does not wait for that thread} */
    public boolean mayAwaitEnd() {
        return !receiveSide.isHandling() && !context.isOwnThread() && !isHandlerAwaitedByHandler();
    }

    /** {@return whether it ends when its frame handler returns, and another socket's frame handler calls} */
    boolean isHandlerAwaitedByHandler() {
        return receiveSide.awaitsHandler() && UnclosedContexts.isCurrentThreadHandling();
    }

    /** {@return its end, which {@link #close} begins} */
    SocketEnd end() {
        return end;
    }

    /** {@return messages that were dropped before they were sent} */
    long unsent() {
        return tally.unsent();
    }

    /** {@return what its endpoints see of it} */
    SocketHost host() {
        return host;
    }

    /** A peer has come or gone. */
    void onPeersChanged() {
        peerWait.lookAgain();
    }

    /** {@return messages queued and not handed to the operating system} */
    long queuedToSend() {
        return host.queuedToSend();
    }

    /** {@return whether a handler of this socket calls} */
    boolean isHandling() {
        return receiveSide.isHandling();
    }

    long lingerNs() {
        return NanoClock.nanos(options().linger());
    }

    private @Nullable EventLoop onlyLoop() {
        EventLoop only = context.onlyLoop();
        if (only != null) {
            return only;
        }
        return endpoints.onlyLoop();
    }

    void throwIfClosed() {
        if (end.hasBegun()) {
            throw new ZmqClosedException(this + ": the socket is closed");
        }
    }

    /** Shows type and endpoints. */
    @Override
    public String toString() {
        return type + endpoints.texts().toString();
    }
}
