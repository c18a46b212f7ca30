package io.zmqspring.core.socket;

import io.zmqspring.core.connection.IoThread;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.inproc.InprocDirectory;
import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.ContextCounters;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.PatternSource;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import io.zmqspring.core.transport.ipc.IpcTransport;
import io.zmqspring.core.transport.tcp.TcpTransport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of one context share: I/O threads, ring memory, {@code inproc} names, transports, helper threads.
 * Any thread.
 */
public final class ContextCore {

    private static final System.Logger LOGGER = System.getLogger(ContextCore.class.getName());
    private static final long MAX_KEPT_BYTES = 32 << 20;
    private static final long JOIN_MS = 2_000;
    private static final long PROBE_NS = 1_000_000_000;

    /** An I/O thread that does not come to a command for so long is taken for one that never will. */
    private static final long MAX_SILENCE_NS = 5_000_000_000L;

    private final ContextOptions options;
    private final NanoClock clock;
    private final IdleStrategy idleStrategy;
    private final BufferPool pool;
    private final BodyMemory bodies;
    private final InprocDirectory directory = new InprocDirectory();
    private final Map<String, Transport> transports;
    private final Set<SocketCore> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final AtomicBoolean terminating = new AtomicBoolean();
    private final MonitorPublisher publisher;
    private final HelperThreads helpers;
    private final AtomicLong internalErrors = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final IoThreads ioThreads;
    private final MemoryLooks looks;
    private final String createdAt;

    /**
     * Set under the lock, after which no socket is added; read without it, since the lock is held while threads are
     * made.
     */
    private volatile boolean closed;

    /**
     * Creates a context; its I/O threads start with the first endpoint.
     *
     * @param options its settings
     * @param createdAt the application's call that creates it, as in a stack trace
     * @param clock time of its loops, waits and deadlines
     */
    public ContextCore(ContextOptions options, String createdAt, NanoClock clock) {
        this.options = Objects.requireNonNull(options, "options");
        this.createdAt = createdAt;
        this.clock = clock;
        ThreadFactories threadFactories = new ThreadFactories(options);
        this.ioThreads = new IoThreads(options, threadFactories.io(), clock, this::onInternalError);
        this.looks = new MemoryLooks(ioThreads, this::runLater, terminated);
        DirectMemory direct = DirectMemory.ofThisJvm();
        long maxDirect = options.maxDirectMemory() < 0 ? direct.limitBytes() >> 1 : options.maxDirectMemory();
        this.pool = new BufferPool(
                Math.min(MAX_KEPT_BYTES, maxDirect >> 2),
                new MemoryAccount(maxDirect, direct::freeBytes, this::lookForMemoryLater),
                direct,
                this::collectGarbageSoon);
        this.bodies = BodyMemory.of(options, this::lookForBodyMemoryLater);
        this.idleStrategy = new IdleStrategy(options.waitStrategy(), clock);
        this.transports = Map.of("tcp", new TcpTransport(options.hostResolver()), "ipc", new IpcTransport());
        this.publisher = new MonitorPublisher(threadFactories.helper("-events"));
        this.helpers = new HelperThreads(threadFactories, this::onInternalError);
    }

    /** {@return its settings} */
    public ContextOptions options() {
        return options;
    }

    /**
     * Creates a socket.
     *
     * @param type its type
     * @param socketOptions its settings
     * @return the socket
     * @throws ZmqClosedException when the context is closed
     */
    public SocketCore socket(SocketType type, SocketOptions socketOptions) {
        return socket(type, socketOptions, null);
    }

    /**
     * Creates a socket.
     *
     * @param type its type
     * @param socketOptions its settings
     * @param rules other than those of its type, or {@code null}
     * @return the socket
     * @throws ZmqClosedException when the context is closed
     */
    public SocketCore socket(SocketType type, SocketOptions socketOptions, @Nullable PatternSource rules) {
        Objects.requireNonNull(socketOptions, "options");
        lock.lock();
        try {
            throwIfClosed();
            SocketOptions complete = socketOptions.forSocket(type, options.defaultSocketOptions());
            SocketCore socket = new SocketCore(this, type, complete, idleStrategy, rules);
            sockets.add(socket);
            return socket;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reports this context when it is not closed in time.
     *
     * @param owner what the application closes; nothing in this context may refer to it
     */
    public void reportUnclosed(Object owner) {
        UnclosedContexts.add(this, owner);
    }

    /** {@return whether it has sockets or threads} */
    boolean isUsed() {
        return !sockets.isEmpty() || !ioThreads.all().isEmpty();
    }

    /** {@return messages that would be lost now} */
    long queuedToSend() {
        long count = 0;
        for (SocketCore socket : sockets) {
            count += socket.queuedToSend();
        }
        return count;
    }

    /** {@return what it holds and where it was created} */
    String inventory() {
        return sockets.size() + " open sockets " + sockets + ", " + queuedToSend()
                + " messages queued to send, created at " + createdAt;
    }

    /** {@return the application's call that made it, as in a stack trace} */
    String createdAt() {
        return createdAt;
    }

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        return closed;
    }

    /** {@return what it has counted} */
    public ContextCounters counters() {
        return new ContextCounters(
                ioThreads.blockingCalls(),
                internalErrors.get(),
                pool.account().used(),
                pool.account().limit(),
                bodies.used(),
                bodies.limit(),
                pool.account().givenUp() + bodies.received().givenUp());
    }

    /**
     * Closes all sockets at once; the threads end when the last socket has. Waits for that, unless it is called by a
     * handler of one of the sockets or by a thread of the context, which it must not wait for.
     */
    public void close() {
        boolean mayWait = !isOwnThread();
        if (!beginClose()) {
            return;
        }
        for (SocketCore socket : sockets) {
            mayWait &= !socket.isHandling() && !socket.isHandlerAwaitedByHandler();
        }
        if (mayWait) {
            awaitTerminated();
        }
    }

    /** {@return whether a frame handler of one of its sockets calls} */
    boolean isHandling() {
        for (SocketCore socket : sockets) {
            if (socket.isHandling()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Closes all sockets, each with its own linger, and does not wait.
     *
     * @return whether this is the first call of this or of {@link #close}
     */
    boolean beginClose() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        try {
            for (SocketCore socket : sockets) {
                beginClose(socket);
            }
        } finally {
            terminateIfEmpty();
        }
        return true;
    }

    private void beginClose(SocketCore socket) {
        try {
            socket.end().begin(NanoClock.nanos(socket.options().linger()));
        } catch (RuntimeException | Error e) {
            // The others are closed all the same.
            onInternalError(e);
        }
    }

    /**
     * Closes it for the end of the JVM, unless it is closing already, and waits until what is queued is sent or linger
     * is over. The thread that ends the JVM does not go on: it may be a frame handler, or the application's thread
     * factory with our lock. So nothing of theirs is waited for.
     *
     * @return messages that were not sent, or -1 when that cannot be known: an I/O thread does not answer
     */
    long closeAtExit() throws InterruptedException {
        if (!lock.tryLock(MAX_SILENCE_NS, TimeUnit.NANOSECONDS)) {
            return -1;
        }
        lock.unlock();
        List<SocketCore> closing = List.copyOf(sockets);
        long before = unsent(closing);
        beginClose();
        closing.forEach(each -> each.end().stopDespiteHandler());
        boolean allEnded = true;
        for (SocketCore socket : closing) {
            boolean ended = false;
            while (!ended && clock.remaining(socket.end().deadline()) > 0) {
                ended = socket.end()
                        .awaitEndpointsEnded(
                                Math.min(PROBE_NS, clock.remaining(socket.end().deadline())));
                if (!ended && !doLoopsAnswer()) {
                    return -1;
                }
            }
            allEnded &= ended;
        }
        return allEnded ? unsent(closing) - before : -1;
    }

    private static long unsent(List<SocketCore> sockets) {
        long count = 0;
        for (SocketCore socket : sockets) {
            count += socket.unsent();
        }
        return count;
    }

    private boolean doLoopsAnswer() throws InterruptedException {
        List<IoThread> present = ioThreads.all();
        CountDownLatch answers = new CountDownLatch(present.size());
        for (IoThread ioThread : present) {
            ioThread.loop().execute(answers::countDown);
        }
        return answers.await(MAX_SILENCE_NS, TimeUnit.NANOSECONDS) || terminated.getCount() == 0;
    }

    private void awaitTerminated() {
        BlockingCallGuard.enter("wait for a context to end");
        boolean interrupted = false;
        try {
            awaitDeadlines();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (terminated.getCount() > 0) {
            for (SocketCore socket : sockets) {
                socket.end().dropQueued();
            }
            interrupted |= Thread.interrupted();
            IdleStrategy.awaitUninterruptibly(terminated, clock, TimeUnit.MILLISECONDS.toNanos(JOIN_MS));
            terminate();
        }
        interrupted |= ioThreads.join(JOIN_MS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end until the deadline of each socket, the earliest first, and drops what is queued there then. */
    private void awaitDeadlines() throws InterruptedException {
        List<SocketCore> closing = new ArrayList<>(sockets);
        long nowNs = clock.nanoTime();
        closing.sort(Comparator.comparingLong(socket -> socket.end().deadline() - nowNs));
        for (SocketCore socket : closing) {
            if (terminated.await(Math.max(0, clock.remaining(socket.end().deadline())), TimeUnit.NANOSECONDS)) {
                return;
            }
            if (sockets.contains(socket)) {
                socket.end().dropQueued();
            }
        }
    }

    private void terminateIfEmpty() {
        if (isClosed() && sockets.isEmpty()) {
            terminate();
        }
    }

    private void terminate() {
        if (terminating.compareAndSet(false, true)) {
            try {
                ioThreads.stop();
                helpers.close();
                publisher.close();
            } finally {
                pool.close();
                UnclosedContexts.remove(this);
                terminated.countDown();
            }
        }
    }

    /** {@return whether the calling thread is an I/O thread of the context, which must not wait for it} */
    boolean isOwnThread() {
        return ioThreads.isOwnThread();
    }

    /** {@return the I/O thread with the fewest connections; starts the I/O threads when they are first needed} */
    IoThread ioThread() {
        List<IoThread> present = ioThreads.all();
        if (present.isEmpty()) {
            lock.lock();
            try {
                throwIfClosed();
                present = ioThreads.start();
            } finally {
                lock.unlock();
            }
        }
        IoThread least = present.get(0);
        for (IoThread ioThread : present) {
            if (ioThread.load() < least.load()) {
                least = ioThread;
            }
        }
        return least;
    }

    /** {@return the loop that carries every connection, or {@code null} when there are several or none} */
    @Nullable EventLoop onlyLoop() {
        List<IoThread> present = ioThreads.all();
        return present.size() == 1 ? present.get(0).loop() : null;
    }

    /** {@return its I/O threads; none before the first is needed} */
    List<IoThread> ioThreads() {
        return ioThreads.all();
    }

    /**
     * {@return threads of requesters and responders, at most one for each at a time, which call the application; they
     * end after a second without work}
     */
    public Executor requestCalls() {
        return helpers.requests();
    }

    /** {@return time of its waits and deadlines} */
    public NanoClock clock() {
        return clock;
    }

    BufferPool pool() {
        return pool;
    }

    BodyMemory bodies() {
        return bodies;
    }

    private boolean collectGarbageSoon() {
        return CollectionPace.ofThisJvm().ask(helpers.tasks()::execute);
    }

    private boolean lookForMemoryLater() {
        return looks.later(() -> {
            directory.releaseIdleMemory();
            pool.lookAgain();
        });
    }

    private boolean lookForBodyMemoryLater() {
        return looks.later(bodies.received()::lookAgain);
    }

    InprocDirectory directory() {
        return directory;
    }

    /** {@return where host names and network interfaces are looked up; any of it may take half a minute} */
    Executor blockingCalls() {
        return helpers.lookUps();
    }

    /** {@return where files are looked at and removed} */
    Executor fileCalls() {
        return helpers.files();
    }

    void runLater(Runnable task) {
        helpers.tasks().execute(task);
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
        onInternalError(error);
    }

    private void throwIfClosed() {
        if (closed) {
            throw new ZmqClosedException("the context is closed");
        }
    }

    /** An appender may block, so the event thread logs. */
    private void onInternalError(Throwable error) {
        internalErrors.incrementAndGet();
        String thread = Thread.currentThread().getName();
        publisher.run(() -> LOGGER.log(
                System.Logger.Level.ERROR,
                "internal error on thread " + thread + "; what it concerned was closed",
                error));
    }
}
