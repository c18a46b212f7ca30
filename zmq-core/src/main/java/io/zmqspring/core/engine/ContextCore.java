package io.zmqspring.core.engine;

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
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.CollectionPace;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.session.IoLane;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import io.zmqspring.core.transport.ipc.IpcTransport;
import io.zmqspring.core.transport.tcp.TcpTransport;
import java.lang.ref.WeakReference;
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
 * What the sockets of one context share: I/O lanes, ring memory, {@code inproc} names, transports, helper threads. Any
 * thread.
 */
public final class ContextCore {

    private static final System.Logger LOGGER = System.getLogger(ContextCore.class.getName());
    private static final long MOST_KEPT_BYTES = 32 << 20;
    private static final int MOST_HELPER_THREADS = 64;

    /**
     * A look-up that gets no answer takes 5 to 30 s with the usual settings of a system. The JDK lets look-ups of
     * different names run side by side, so a name that resolves at once waits for slow ones only when there are more of
     * them than this.
     */
    private static final int MOST_RESOLVER_THREADS = 64;

    /** A look at a file takes microseconds, unless its file system hangs; then more threads would only hang as well. */
    private static final int MOST_FILE_THREADS = 2;

    private static final long JOIN_MS = 2_000;
    private static final long PROBE_NS = 1_000_000_000;

    /** An I/O thread that does not come to a command for so long is taken for one that never will. */
    private static final long MOST_SILENCE_NS = 5_000_000_000L;

    private static final long MEMORY_LOOK_NS = 50_000_000;

    private final ContextOptions options;
    private final NanoClock clock = NanoClock.SYSTEM;
    private final Waiting waiting;
    private final BufferPool pool;
    private final BodyMemory bodies;
    private final InprocDirectory directory = new InprocDirectory();
    private final Map<String, Transport> transports;
    private final Set<SocketCore> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final AtomicBoolean terminating = new AtomicBoolean();
    private final MonitorPublisher publisher;
    private final BlockingCalls helpers;
    private final BlockingCalls resolver;
    private final BlockingCalls files;
    private final AtomicLong internalErrors = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final IoLanes lanes;
