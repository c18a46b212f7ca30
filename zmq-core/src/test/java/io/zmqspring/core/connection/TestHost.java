package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.LoopThread;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Peer;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import io.zmqspring.core.zmtp.mechanism.NullMechanism;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A PUSH socket's place taken by lists: one loop with its thread, and all that is told to it. */
final class TestHost implements EndpointHost, AutoCloseable {

    final List<MonitorEvent> events = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final List<SocketEndpoint> ended = new CopyOnWriteArrayList<>();
    final List<Peer> connected = new CopyOnWriteArrayList<>();
    final List<Pipe> disconnected = new CopyOnWriteArrayList<>();
    final List<Command> commands = new CopyOnWriteArrayList<>();
    volatile @Nullable String refusal;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final SocketOptions options;
    private final Transport transport;
    private final EventLoop loop;
    private final LoopThread thread;
    private final IoThread ioThread;

    TestHost(SocketOptions options, Transport transport) {
        this.options = options;
        this.transport = transport;
        this.loop = new EventLoop(NanoClock.SYSTEM, WaitStrategy.PARK, errors::add);
        this.thread = new LoopThread(loop, Thread::new, "test-host");
        this.ioThread = new IoThread(loop);
        thread.start();
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public void close() {
        thread.stop();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public SocketType type() {
        return SocketType.PUSH;
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
        return NullMechanism.INSTANCE;
    }

    @Override
    public boolean awaitsHandler() {
        return false;
    }

    @Override
    public boolean isClosed() {
        return false;
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
        return new Pipe(new FrameQueue(pool, 1000, 1 << 20), new FrameQueue(pool, 1000, 1 << 20), true, false);
    }

    @Override
    public Pipe createOpposite(Pipe peers) {
        return new Pipe(peers.incoming(), peers.outgoing(), true, false);
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public @Nullable String connected(Pipe pipe, Peer peer) {
        connected.add(peer);
        return refusal;
    }

    @Override
    public void disconnected(Pipe pipe) {
        disconnected.add(pipe);
    }

    @Override
    public void onCommand(Pipe pipe, Command command) {
        commands.add(command);
    }

    @Override
    public Pipe adoptPipe() {
        return createPipe();
    }

    @Override
    public boolean mayReadNewPeer(Runnable goAhead) {
        return true;
    }

    @Override
    public void withdrawNewPeer(Runnable goAhead) {}

    @Override
    public boolean takesPeer() {
        return true;
    }

    @Override
    public boolean attach(Pipe pipe) {
        return true;
    }

    @Override
    public void closeToSend(Pipe pipe) {
        pipe.closeToSend();
    }

    @Override
    public void detach(Pipe pipe, String endpoint, Unsent unsent, String reason) {}

    @Override
    public void withdraw(Pipe pipe) {}

    @Override
    public void releaseMemory(Pipe pipe, ConnectionWriter connectionWriter, ChannelToQueue channelToQueue) {}

    @Override
    public void releaseOutgrownRings(Pipe pipe) {}

    @Override
    public void tell(MonitorEvent event) {
        events.add(event);
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
    public void countConnection(int change) {}

    @Override
    public void countHandshakeFailure() {}

    @Override
    public void countProtocolViolation() {}

    @Override
    public void countReconnect() {}

    @Override
    public void countDropped(long count) {}
}
