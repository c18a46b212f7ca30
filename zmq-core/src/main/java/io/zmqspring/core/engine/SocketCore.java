package io.zmqspring.core.engine;

import io.zmqspring.core.error.EndpointException;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.inproc.InprocConnector;
import io.zmqspring.core.inproc.InprocListener;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.Message;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.pipe.WireSink;
import io.zmqspring.core.session.Connector;
import io.zmqspring.core.session.IoLane;
import io.zmqspring.core.session.Listener;
import io.zmqspring.core.session.Outlet;
import io.zmqspring.core.session.Session;
import io.zmqspring.core.session.SessionHost;
import io.zmqspring.core.session.Unsent;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.InprocEndpoint;
import io.zmqspring.core.transport.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One socket: its two halves, its endpoints, its counters, and its end. Any thread. */
public final class SocketCore implements SessionHost {

    private static final String CLOSED_BY_US = "the socket was closed";
    private static final long SLACK_NS = 5_000_000_000L;
    private static final long MAX_RELEASE_NS = 5_000_000_000L;

    private final ContextCore context;
    private final SocketType type;
    private final SocketOptions options;
    private final SendSide sendSide;
    private final ReceiveSide receiveSide;
    private final SocketEndpoints endpoints = new SocketEndpoints();
    private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
    private final DepartedPeers departed;
    private final List<MonitorListener> listeners = new CopyOnWriteArrayList<>();
    private final Waiters peerWaiters = new Waiters();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable Pipe> exclusivePeer = new AtomicReference<>();
    private final AtomicBoolean quiet = new AtomicBoolean();
    private final AtomicBoolean accounted = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong handshakeFailures = new AtomicLong();
    private final AtomicLong protocolViolations = new AtomicLong();
    private final AtomicLong lostEvents = new AtomicLong();
    private final long sendTimeoutNs;
    private final long receiveTimeoutNs;
    private volatile long closeDeadline;

    SocketCore(ContextCore context, SocketType type, SocketOptions options, Waiting waiting) {
        this.context = context;
        this.type = type;
        this.options = options;
        this.departed = new DepartedPeers(options);
        this.sendTimeoutNs = NanoClock.nanos(options.sendTimeout());
        this.receiveTimeoutNs = NanoClock.nanos(options.receiveTimeout());
        this.sendSide = new SendSide(this, waiting, context::runLater);
        this.receiveSide = new ReceiveSide(this, waiting, this::onlyLoop);
    }

    @Override
    public SocketType type() {
        return type;
    }

    @Override
    public SocketOptions options() {
        return options;
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
     * Converts a timeout.
     *
     * @param timeout zero or more
     * @return nanoseconds
     */
    public static long nanos(Duration timeout) {
        return NanoClock.nanos(timeout);
    }

    /**
     * Sends one message.
     *
     * @param content a {@code byte[]}, {@link ByteBuffer} or {@link Message}
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
    public @Nullable Message receiveMessage(long timeoutNs) {
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
     * @param handler sees each frame
     * @param maxMessages at most so many
     * @param timeoutNs longest wait for the first, 0 for none
     * @return how many it was shown
     */
    public int poll(FrameHandler handler, int maxMessages, long timeoutNs) {
        return receiveSide.poll(handler, maxMessages, timeoutNs);
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
            InprocListener listener = new InprocListener(this, context.directory(), endpoint.toString());
            begin(listener, listener::start);
            return listener.endpoint();
        }
        Listener listener = new Listener(this, endpoint);
        begin(listener, listener::start);
        return listener.endpoint();
    }

    /**
     * Connects an endpoint.
     *
     * @param text the endpoint
     * @return the endpoint, canonical
     */
    public String connect(String text) {
        Endpoint endpoint = Endpoint.parse(text).forConnect();
        throwIfClosed();
        if (endpoint instanceof InprocEndpoint) {
            InprocConnector connector = new InprocConnector(this, context.directory(), endpoint.toString());
            begin(connector, connector::start);
            return connector.endpoint();
        }
        transport(endpoint).requireAvailable(endpoint);
        Connector connector = new Connector(this, endpoint);
        begin(connector, () -> {
            if (!connector.start()) {
                throw new EndpointException(text, "a " + type + " socket takes one peer, and it has one");
            }
        });
        return connector.endpoint();
    }

    private void begin(Session session, Runnable start) {
        endpoints.begin(session, start);
        if (closed.get()) {
            session.stop(0);
            throwIfClosed();
        }
    }

    /**
     * Stops listening on an endpoint; its address is free again when this returns.
     *
     * @param endpoint as {@link #bind} returned it
     */
    public void unbind(String endpoint) {
        Session ending = endpoints.unbind(endpoint, lingerNs());
        if (ending != null) {
            awaitUninterruptibly(ending.released(), MAX_RELEASE_NS);
        }
    }

    private void awaitUninterruptibly(CountDownLatch latch, long mostNs) {
        boolean interrupted = Thread.interrupted();
        long deadline = context.clock().deadline(mostNs);
        for (long left = mostNs;
                left > 0 && latch.getCount() > 0;
                left = context.clock().remaining(deadline)) {
            try {
                latch.await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
        long deadline = context.clock().deadline(timeoutNs);
        Thread me = Thread.currentThread();
        peerWaiters.add(me);
        try {
            while (connections.get() < count) {
                throwIfClosed();
                Waiting.throwIfInterrupted(this, "see peers");
                long remaining = context.clock().remaining(deadline);
                if (remaining <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, remaining);
            }
            return true;
        } finally {
            peerWaiters.remove(me);
        }
    }

    /** {@return what it has counted} */
    public SocketCounters counters() {
        long toReceive = 0;
        for (Pipe pipe : pipes) {
            toReceive += type.receives() ? pipe.incoming().size() : 0;
        }
        toReceive += departed.unread();
        return new SocketCounters(
                sendSide.sent(),
                receiveSide.received(),
                dropped.get(),
                queuedToSend(),
                toReceive,
                connections.get(),
                reconnects.get(),
                handshakeFailures.get(),
                protocolViolations.get(),
                lostEvents.get());
    }

    /** @param listener hears of events from now on */
    public void addMonitorListener(MonitorListener listener) {
        listeners.add(listener);
    }

    /** @param listener hears no more */
    public void removeMonitorListener(MonitorListener listener) {
        listeners.remove(listener);
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    /** Closes it and waits until what is queued is sent or linger is over; a handler of this socket's does not wait for itself. */
    public void close() {
        beginClose(lingerNs());
        if (!receiveSide.isHandling() && !context.isOwnThread()) {
            awaitEnded();
        }
    }

    /** Closes it without waiting. It ends when no handler runs and every endpoint has ended. */
    void beginClose(long lingerNs) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closeDeadline =
                context.clock().deadline(lingerNs > NanoClock.FOREVER - SLACK_NS ? lingerNs : lingerNs + SLACK_NS);
        sendSide.close();
        peerWaiters.wakeAll();
        receiveSide.close(() -> stopEndpoints(lingerNs));
    }

    private void stopEndpoints(long lingerNs) {
        try {
            endpoints.stopAll(lingerNs, context::internalError);
            long left = sendSide.dropLeft();
            if (left > 0) {
                drop(String.valueOf(lastEndpoint()), left, CLOSED_BY_US);
            }
        } finally {
            quiet.set(true);
            endIfEmpty();
        }
    }

    /** Ends lingering: what is still queued is dropped, also when a handler has not returned. */
    void dropQueued() {
        stopEndpoints(0);
    }

    @Override
    public void ended(Session endpoint) {
        endpoints.ended(endpoint);
        endIfEmpty();
    }

    private void endIfEmpty() {
        if (closed.get() && quiet.get() && endpoints.isEmpty() && accounted.compareAndSet(false, true)) {
            try {
                countUnread();
            } finally {
                ended.countDown();
                context.ended(this);
            }
        }
    }

    /** {@return whether a handler of this socket calls} */
    boolean isHandling() {
        return receiveSide.isHandling();
    }

    /** {@return when it must have ended, after {@link #beginClose}} */
    long closeDeadline() {
        return closeDeadline;
    }

    /** {@return messages queued and not handed to the operating system} */
    long queuedToSend() {
        long count = sendSide.leftCount();
        if (type.sends()) {
            for (Pipe pipe : pipes) {
                count += pipe.outgoing().size();
            }
        }
        return count;
    }

    private void awaitEnded() {
        try {
            ended.await(Math.max(0, context.clock().remaining(closeDeadline)), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void countUnread() {
        long unread = 0;
        for (Pipe pipe : pipes) {
            unread += type.receives() ? pipe.incoming().size() : 0;
        }
        unread += departed.unread();
        try {
            if (unread > 0) {
                drop(String.valueOf(lastEndpoint()), unread, "arrived and not received when the socket was closed");
            }
        } finally {
            for (Pipe pipe : pipes) {
                pipe.incoming().abandon();
            }
            pipes.clear();
            departed.clear();
        }
    }

    private long lingerNs() {
        return NanoClock.nanos(options.linger());
    }

    private @Nullable EventLoop onlyLoop() {
        EventLoop only = context.onlyLoop();
        if (only != null) {
            return only;
        }
        return endpoints.onlyLoop();
    }

    @Override
    public Transport transport(Endpoint endpoint) {
        return context.transport(endpoint);
    }

    @Override
    public Executor blockingCalls() {
        return context.blockingCalls();
    }

    @Override
    public Executor fileCalls() {
        return context.fileCalls();
    }

    @Override
    public IoLane lane() {
        return context.lane();
    }

    @Override
    public Pipe createPipe() {
        return new Pipe(outgoing(), incoming(), type.sends(), type.receives());
    }

    @Override
    public @Nullable Pipe adoptPipe() {
        if (!takesPeer()) {
            return null;
        }
        FrameQueue left = sendSide.adopt();
        boolean attached = false;
        try {
            Pipe pipe = new Pipe(left == null ? outgoing() : left, incoming(), type.sends(), type.receives());
            attached = attach(pipe);
            return attached ? pipe : null;
        } finally {
            if (left != null && !attached) {
                keepOrDrop(left, String.valueOf(lastEndpoint()), CLOSED_BY_US);
            }
        }
    }

    private FrameQueue outgoing() {
        return new FrameQueue(context.pool(), context.bodies(), options.sendHwm(), options.sendHwmBytes());
    }

    private FrameQueue incoming() {
        return new FrameQueue(context.pool(), context.bodies(), options.receiveHwm(), options.receiveHwmBytes());
    }

    @Override
    public boolean mayReadNewPeer(Runnable goAhead) {
        return departed.mayReadNewPeer(goAhead);
    }

    @Override
    public void withdrawNewPeer(Runnable goAhead) {
        departed.withdraw(goAhead);
    }

    @Override
    public boolean takesPeer() {
        return !closed.get() && (type != SocketType.PAIR || exclusivePeer.get() == null);
    }

    @Override
    public boolean attach(Pipe pipe) {
        if (closed.get() || type == SocketType.PAIR && !exclusivePeer.compareAndSet(null, pipe)) {
            return false;
        }
        boolean attached = false;
        try {
            pipes.add(pipe);
            if (type.receives()) {
                receiveSide.attach(pipe);
            }
            // The last that may fail: no message is written to a pipe that does not take part.
            if (type.sends()) {
                sendSide.attach(pipe);
            }
            attached = true;
        } finally {
            if (!attached) {
                withdraw(pipe);
            }
        }
        return true;
    }

    @Override
    public void closeToSend(Pipe pipe) {
        sendSide.closeToSend(pipe);
        makeRoomForPeer(pipe);
    }

    private void makeRoomForPeer(Pipe leaving) {
        if (type == SocketType.PAIR && exclusivePeer.compareAndSet(leaving, null) && !closed.get()) {
            endpoints.onRoomForPeer();
        }
    }

    @Override
    public void detach(Pipe pipe, String endpoint, Unsent unsent, String reason) {
        try {
            if (type.sends()) {
                sendSide.detach(pipe);
            }
        } finally {
            pipes.remove(pipe);
            try {
                if (type.receives() && !pipe.incoming().isEmpty()) {
                    departed.add(pipe);
                }
            } finally {
                try {
                    settle(pipe, endpoint, unsent, reason);
                } finally {
                    makeRoomForPeer(pipe);
                }
            }
        }
    }

    private void settle(Pipe pipe, String endpoint, Unsent unsent, String reason) {
        if (unsent == Unsent.LEAVE) {
            return;
        }
        FrameQueue queue = pipe.outgoing();
        if (!type.sends() || queue.isEmpty()) {
            releaseMemory(pipe);
        } else if (unsent == Unsent.KEEP) {
            keepOrDrop(queue, endpoint, reason);
        } else {
            drop(queue, endpoint, reason);
        }
    }

    private void keepOrDrop(FrameQueue queue, String endpoint, String reason) {
        boolean kept = false;
        try {
            kept = sendSide.keep(queue);
        } finally {
            if (!kept) {
                drop(queue, endpoint, reason);
            }
        }
    }

    private void drop(FrameQueue queue, String endpoint, String reason) {
        try {
            drop(endpoint, queue.size(), reason);
        } finally {
            queue.abandon();
        }
    }

    @Override
    public void withdraw(Pipe pipe) {
        try {
            if (type.sends()) {
                sendSide.detach(pipe);
            }
        } finally {
            pipes.remove(pipe);
            makeRoomForPeer(pipe);
        }
    }

    private void releaseMemory(Pipe detached) {
        receiveSide.whileIdle(() -> detached.incoming().releaseMemoryIfEmpty());
        sendSide.whileIdle(() -> detached.outgoing().releaseMemoryIfEmpty());
    }

    @Override
    public void releaseMemory(Pipe pipe, Outlet outlet, WireSink sink) {
        receiveSide.whileIdle(() -> {
            if (pipe.incoming().releaseMemoryIfEmpty()) {
                sink.refreshRing();
            }
        });
        if (pipe.writer() != null) {
            sendSide.whileIdle(() -> outlet.whileNotWriting(() -> {
                if (pipe.outgoing().releaseMemoryIfEmpty()) {
                    SendSide.writer(pipe).refreshRing();
                }
            }));
        }
    }

    @Override
    public void releaseOutgrownRings(Pipe pipe) {
        receiveSide.whileIdle(pipe.incoming()::releaseOutgrownRings);
    }

    private void drop(String endpoint, long count, String reason) {
        countDropped(count);
        tell(new MonitorEvent.MessagesDropped(endpoint, count, reason));
    }

    @Override
    public void tell(MonitorEvent event) {
        if (!listeners.isEmpty() && !context.publish(event, listeners)) {
            lostEvents.incrementAndGet();
        }
    }

    @Override
    public void internalError(Throwable error) {
        context.internalError(error);
    }

    @Override
    public void countConnection(int change) {
        connections.addAndGet(change);
        peerWaiters.wakeAll();
    }

    @Override
    public void countHandshakeFailure() {
        handshakeFailures.incrementAndGet();
    }

    @Override
    public void countProtocolViolation() {
        protocolViolations.incrementAndGet();
    }

    @Override
    public void countReconnect() {
        reconnects.incrementAndGet();
    }

    @Override
    public void countDropped(long count) {
        dropped.addAndGet(count);
    }

    private void throwIfClosed() {
        if (closed.get()) {
            throw new ZmqClosedException(this + ": the socket is closed");
        }
    }

    /** Shows type and endpoints. */
    @Override
    public String toString() {
        return type + endpoints.texts().toString();
    }
}
