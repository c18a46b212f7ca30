package io.zmqspring.core.support;

import io.zmqspring.core.connection.ConnectionWriter;
import io.zmqspring.core.connection.EndpointHost;
import io.zmqspring.core.connection.IoThread;
import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.connection.Unsent;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import io.zmqspring.core.zmtp.mechanism.NullMechanism;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket's place taken by lists: all that its endpoints report is kept. A PUSH socket with a peer's messages passed
 * over, unless its fields say otherwise.
 */
public final class TestHost implements EndpointHost {

    /** Events published to monitor listeners. */
    public final List<MonitorEvent> events = new CopyOnWriteArrayList<>();

    /** Errors of the engine. */
    public final List<Throwable> errors = new CopyOnWriteArrayList<>();

    /** Endpoints that have ended. */
    public final List<SocketEndpoint> ended = new CopyOnWriteArrayList<>();

    /** Peers whose handshake succeeded. */
    public final List<ZmqPeer> connected = new CopyOnWriteArrayList<>();

    /** Pipes whose peer has gone. */
    public final List<Pipe> disconnected = new CopyOnWriteArrayList<>();

    /** Commands of the socket's type. */
    public final List<Command> commands = new CopyOnWriteArrayList<>();

    /** Pipes that take part. */
    public final List<Pipe> attached = new CopyOnWriteArrayList<>();

    /** What became of the pipes that take part no more. */
    public final List<Unsent> detached = new CopyOnWriteArrayList<>();

    /** How many pipes were left to their peer. */
    public final AtomicInteger withdrawn = new AtomicInteger();

    /** Messages given up. */
    public final AtomicLong dropped = new AtomicLong();

    /** Connections that failed before their handshake was complete. */
    public final AtomicInteger handshakeFailures = new AtomicInteger();

    /** Connections closed for a peer's mistake. */
    public final AtomicInteger violations = new AtomicInteger();

    /** Connections now. */
    public final AtomicInteger connections = new AtomicInteger();

    /** The socket's type. */
    public SocketType type = SocketType.PUSH;

    /** Its mechanism. */
    public Mechanism mechanism = NullMechanism.INSTANCE;

    /** Whether messages of peers are read. */
    public boolean reads;

    /** Whether the socket is closed. */
    public boolean closed;

    /** Whether it takes one more peer. */
    public boolean takesPeer = true;

    /** Whether a new peer is read at once. */
    public boolean mayRead = true;

    /** Lets a peer that waits be read, or {@code null} when none waits. */
    public @Nullable Runnable goAhead;

    /** Why it refuses a peer after its handshake, or {@code null} when it does not. */
    public volatile @Nullable String refusal;

    /** Thrown once, when a peer has come or gone, or {@code null}. */
    public @Nullable RuntimeException failure;

    /** How many of the next events cannot be published, for lack of memory. */
    public int publishFailures;

    /** High-water mark of its queues, in messages. */
    public int mark = 1000;

    /** Called with each pipe that begins to take part. */
    public Consumer<Pipe> onAttach = pipe -> {};

    /** Called with each event once it is kept. */
    public Consumer<MonitorEvent> onEvent = event -> {};

    private final BufferPool pool = new BufferPool(1 << 20);
    private final SocketOptions options;
    private final Transport transport;
    private final IoThread ioThread;

    /**
     * Creates a host.
     *
     * @param options of the socket
     * @param transport of every endpoint
     * @param loop carries every connection
     */
    public TestHost(SocketOptions options, Transport transport, EventLoop loop) {
        this.options = options;
        this.transport = transport;
        this.ioThread = new IoThread(loop);
    }

    /** {@return the events of one kind, in order} */
    public <T extends MonitorEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public SocketType type() {
        return type;
    }

    @Override
    public SocketOptions options() {
        return options;
    }

    @Override
    public Transport transport(Endpoint endpoint) {
        return transport;
    }

    @Override
    public Mechanism mechanism() {
        return mechanism;
    }

    @Override
    public boolean awaitsHandler() {
        return false;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public Executor blockingCalls() {
        return Runnable::run;
    }

    @Override
    public Executor fileCalls() {
        return Runnable::run;
    }

    @Override
    public IoThread ioThread() {
        return ioThread;
    }

    @Override
    public Pipe createPipe() {
        return new Pipe(new FrameQueue(pool, mark, 1 << 20), new FrameQueue(pool, mark, 1 << 20), true, reads);
    }

    @Override
    public Pipe createOpposite(Pipe peers) {
        return new Pipe(peers.incoming(), peers.outgoing(), true, reads);
    }

    @Override
    public boolean reads() {
        return reads;
    }

    @Override
    public @Nullable String connected(Pipe pipe, ZmqPeer peer) {
        connected.add(peer);
        fail();
        return refusal;
    }

    @Override
    public void disconnected(Pipe pipe) {
        disconnected.add(pipe);
        fail();
    }

    private void fail() {
        RuntimeException thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public void onCommand(Pipe pipe, Command command) {
        commands.add(command);
    }

    @Override
    public @Nullable Pipe adoptPipe() {
        Pipe pipe = createPipe();
        return attach(pipe) ? pipe : null;
    }

    @Override
    public boolean mayReadNewPeer(Runnable later) {
        goAhead = mayRead ? null : later;
        return mayRead;
    }

    @Override
    public void withdrawNewPeer(Runnable later) {
        goAhead = null;
    }

    @Override
    public boolean takesPeer() {
        return takesPeer;
    }

    @Override
    public boolean attach(Pipe pipe) {
        if (takesPeer) {
            attached.add(pipe);
            onAttach.accept(pipe);
        }
        return takesPeer;
    }

    @Override
    public void write(Pipe pipe, byte[] body) {
        pipe.requireWriter().writeBeyondMark(new EncodedMessage().encode(body));
    }

    @Override
    public void prepare(FrameQueue outgoing) {}

    @Override
    public void keepNewest(Pipe pipe, Runnable forgotten) {
        pipe.keepNewest(forgotten);
    }

    @Override
    public void whileNotSending(Runnable action) {
        action.run();
    }

    @Override
    public void whileNotReceiving(Runnable action) {
        action.run();
    }

    @Override
    public void closeToSend(Pipe pipe) {
        pipe.closeToSend();
    }

    @Override
    public boolean endSending(Pipe pipe) {
        closeToSend(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe, String endpoint, Unsent unsent, String reason) {
        attached.remove(pipe);
        detached.add(unsent);
    }

    @Override
    public void withdraw(Pipe pipe) {
        attached.remove(pipe);
        withdrawn.incrementAndGet();
    }

    @Override
    public void releaseMemory(Pipe pipe, ConnectionWriter connectionWriter, ChannelToQueue channelToQueue) {}

    @Override
    public void releaseOutgrownRings(Pipe pipe) {}

    @Override
    public void publish(MonitorEvent event) {
        if (publishFailures > 0) {
            publishFailures--;
            throw new OutOfMemoryError("no heap");
        }
        events.add(event);
        onEvent.accept(event);
    }

    @Override
    public void internalError(Throwable error) {
        errors.add(error);
    }

    @Override
    public void ended(SocketEndpoint endpoint) {
        ended.add(endpoint);
    }

    @Override
    public void countConnection(int change) {
        connections.addAndGet(change);
    }

    @Override
    public void countHandshakeFailure() {
        handshakeFailures.incrementAndGet();
    }

    @Override
    public void countProtocolViolation() {
        violations.incrementAndGet();
    }

    @Override
    public void countReconnect() {}

    @Override
    public void countDropped(long count) {
        dropped.addAndGet(count);
    }
}
