package io.zmqspring.core.engine;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.inproc.InprocDirectory;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.LoopThread;
import io.zmqspring.core.monitor.ContextCounters;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.session.IoLane;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import io.zmqspring.core.transport.ipc.IpcTransport;
import io.zmqspring.core.transport.tcp.TcpTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the sockets of one context share: I/O lanes, ring memory, {@code inproc} names, transports, helper threads. Any thread. */
public final class ContextCore {

    private static final System.Logger LOGGER = System.getLogger(ContextCore.class.getName());
    private static final long MOST_KEPT_BYTES = 32 << 20;
    private static final int MOST_HELPER_THREADS = 64;
    private static final long JOIN_MS = 2_000;
    private static final long COLLECTION_PAUSE_NS = 60_000_000_000L;

    private final ContextOptions options;
    private final NanoClock clock = NanoClock.SYSTEM;
    private final Waiting waiting;
    private final BufferPool pool;
    private final MemoryAccount bodies;
    private final InprocDirectory directory = new InprocDirectory();
    private final Map<String, Transport> transports;
    private final Set<SocketCore> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final AtomicBoolean terminating = new AtomicBoolean();
    private final MonitorPublisher publisher;
    private final ThreadPoolExecutor helpers;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong collectedNs = new AtomicLong();
    private final List<LoopThread> threads = new CopyOnWriteArrayList<>();
    private volatile List<IoLane> lanes = List.of();
    private boolean closed;

    /** @param options its settings */
    public ContextCore(ContextOptions options) {
        this.options = options;
        DirectMemory direct = DirectMemory.ofThisJvm();
        long mostDirect = options.maxDirectMemory() < 0 ? direct.limitBytes() >> 1 : options.maxDirectMemory();
        this.pool = new BufferPool(
                Math.min(MOST_KEPT_BYTES, mostDirect >> 2),
                new MemoryAccount(mostDirect),
                direct,
                this::collectGarbageSoon);
        this.bodies = new MemoryAccount(
                options.maxBodyMemory() < 0 ? Runtime.getRuntime().maxMemory() >> 1 : options.maxBodyMemory());
        this.waiting = new Waiting(options.waitStrategy(), clock);
        this.transports = Map.of("tcp", new TcpTransport(), "ipc", new IpcTransport());
        this.publisher = new MonitorPublisher(threadFactory("-events"));
        this.helpers = new ThreadPoolExecutor(
                0,
                MOST_HELPER_THREADS,
                1,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threadFactory("-helper"),
                (task, pool) -> runWhenFull(task));
    }

    private static void runWhenFull(Runnable task) {
        task.run();
    }

    /** {@return its settings} */
    public ContextOptions options() {
        return options;
    }

    /**
     * Makes a socket.
     *
     * @param type its type
     * @param socketOptions its settings
     * @return the socket
     * @throws ZmqClosedException when the context is closed
     */
    public SocketCore socket(SocketType type, SocketOptions socketOptions) {
        lock.lock();
        try {
            throwIfClosed();
            SocketCore socket = new SocketCore(this, type, socketOptions, waiting);
            sockets.add(socket);
            return socket;
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes all sockets at once; the threads end when the last socket has. Waits for that, unless it is called by a handler of one of the
     * sockets or by a thread of the context, which it must not wait for.
     */
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        boolean mayWait = !isOwnThread();
        for (SocketCore socket : sockets) {
            socket.beginClose(NanoClock.nanos(socket.options().linger()));
            mayWait &= !socket.isHandling();
        }
        terminateIfEmpty();
        if (mayWait) {
            awaitTerminated();
        }
    }

    private void awaitTerminated() {
        boolean interrupted = false;
        try {
            for (SocketCore socket : sockets) {
                if (!terminated.await(Math.max(0, clock.remaining(socket.closeDeadline())), TimeUnit.NANOSECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (terminated.getCount() > 0) {
            for (SocketCore socket : sockets) {
                socket.dropQueued();
            }
            interrupted |= awaitUninterruptibly(JOIN_MS);
            terminate();
        }
        interrupted |= joinThreads();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitUninterruptibly(long mostMs) {
        boolean interrupted = Thread.interrupted();
        long deadline = clock.deadline(TimeUnit.MILLISECONDS.toNanos(mostMs));
        for (long left = clock.remaining(deadline); left > 0; left = clock.remaining(deadline)) {
            try {
                terminated.await(left, TimeUnit.NANOSECONDS);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private void terminateIfEmpty() {
        if (isClosed() && sockets.isEmpty()) {
            terminate();
        }
    }

    private void terminate() {
        if (terminating.compareAndSet(false, true)) {
            try {
                for (LoopThread thread : threads) {
                    thread.stop();
                }
                helpers.shutdownNow();
                publisher.close();
            } finally {
                terminated.countDown();
            }
        }
    }

    /** {@return whether the calling thread was interrupted; its flag is cleared} */
    private boolean joinThreads() {
        boolean interrupted = Thread.interrupted();
        for (LoopThread thread : threads) {
            try {
                thread.join(JOIN_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** {@return whether the calling thread is an I/O thread of the context, which must not wait for it} */
    boolean isOwnThread() {
        for (IoLane lane : lanes) {
            if (lane.loop().isOwner()) {
                return true;
            }
        }
        return false;
    }

    /** {@return the lane with the fewest connections; starts the I/O threads when they are first needed} */
    IoLane lane() {
        List<IoLane> present = lanes;
        if (present.isEmpty()) {
            present = startLanes();
        }
        IoLane least = present.get(0);
        for (IoLane lane : present) {
            if (lane.load() < least.load()) {
                least = lane;
            }
        }
        return least;
    }

    private List<IoLane> startLanes() {
        lock.lock();
        try {
            if (lanes.isEmpty()) {
                throwIfClosed();
                List<IoLane> started = new ArrayList<>();
                for (int i = 0; i < options.ioThreads(); i++) {
                    EventLoop loop = new EventLoop(clock, options.waitStrategy(), ContextCore::logInternalError);
                    LoopThread thread =
                            new LoopThread(loop, threadFactory("-io"), options.threadNamePrefix() + "-io-" + i);
                    threads.add(thread);
                    started.add(new IoLane(loop));
                    thread.start();
                }
                lanes = List.copyOf(started);
            }
            return lanes;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the loop that carries every connection, or {@code null} when there are several or none} */
    @Nullable EventLoop onlyLoop() {
        List<IoLane> present = lanes;
        return present.size() == 1 ? present.get(0).loop() : null;
    }

    NanoClock clock() {
        return clock;
    }

    BufferPool pool() {
        return pool;
    }

    MemoryAccount bodies() {
        return bodies;
    }

    /** {@return what it has counted} */
    public ContextCounters counters() {
        return new ContextCounters(
                0,
                pool.account().used(),
                pool.account().limit(),
                bodies.used(),
                bodies.limit(),
                pool.account().givenUp() + bodies.givenUp());
    }

    /** Frees direct memory that only a collection frees, as the JDK does when it is used up; on a helper thread, and rarely. */
    private void collectGarbageSoon() {
        long now = clock.nanoTime();
        long before = collectedNs.get();
        if ((before == 0 || now - before > COLLECTION_PAUSE_NS) && collectedNs.compareAndSet(before, now)) {
            try {
                helpers.execute(System::gc);
            } catch (RuntimeException | Error noThread) {
                collectedNs.compareAndSet(now, before);
            }
        }
    }

    InprocDirectory directory() {
        return directory;
    }

    Executor blockingCalls() {
        return helpers;
    }

    void runLater(Runnable task) {
        helpers.execute(task);
    }

    Transport transport(Endpoint endpoint) {
        Transport transport = transports.get(endpoint.scheme());
        if (transport == null) {
            throw new IllegalArgumentException("no transport for " + endpoint);
        }
        return transport;
    }

    boolean publish(MonitorEvent event, List<MonitorListener> listeners) {
        return publisher.publish(event, listeners);
    }

    /** A socket that was closed has ended. */
    void ended(SocketCore socket) {
        sockets.remove(socket);
        terminateIfEmpty();
    }

    void internalError(Throwable error) {
        logInternalError(error);
    }

    private void throwIfClosed() {
        if (closed) {
            throw new ZmqClosedException("the context is closed");
        }
    }

    private ThreadFactory threadFactory(String suffix) {
        ThreadFactory given = options.threadFactory();
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = given == null ? new Thread(task) : given.newThread(task);
            thread.setName(options.threadNamePrefix() + suffix + '-' + number.getAndIncrement());
            if (given == null) {
                thread.setDaemon(true);
            }
            return thread;
        };
    }

    private static void logInternalError(Throwable error) {
        LOGGER.log(
                System.Logger.Level.ERROR,
                "internal error on an I/O thread; the connection concerned was closed",
                error);
    }
}
