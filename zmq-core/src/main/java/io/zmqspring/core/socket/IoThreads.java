package io.zmqspring.core.socket;

import io.zmqspring.core.connection.IoThread;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.LoopThread;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.time.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** The I/O threads of one context and their threads: all of them, or none. Any thread, except {@link #start}. */
final class IoThreads {

    private final ContextOptions options;
    private final ThreadFactory factory;
    private final NanoClock clock;
    private final Consumer<Throwable> onError;
    private final List<LoopThread> threads = new CopyOnWriteArrayList<>();
    private volatile List<IoThread> ioThreads = List.of();
    private volatile boolean stopped;

    /**
     * Creates it without a thread.
     *
     * @param options of the context
     * @param factory makes the threads
     * @param clock of the loops
     * @param onError gets what must not be thrown on a loop
     */
    IoThreads(ContextOptions options, ThreadFactory factory, NanoClock clock, Consumer<Throwable> onError) {
        this.options = options;
        this.factory = factory;
        this.clock = clock;
        this.onError = onError;
    }

    /** {@return the I/O threads; none before {@link #start}} */
    List<IoThread> all() {
        return ioThreads;
    }

    /**
     * Starts the threads, unless they are. When one of them cannot be started none is, and a later call tries again.
     * One thread at a time.
     *
     * @return the I/O threads
     * @throws ZmqClosedException after {@link #stop}, which the application's thread factory may have led to
     */
    List<IoThread> start() {
        if (ioThreads.isEmpty()) {
            List<IoThread> started = new ArrayList<>();
            try {
                for (int i = 0; i < options.ioThreads(); i++) {
                    started.add(startOne(i));
                }
                throwIfStopped();
                ioThreads = List.copyOf(started);
            } finally {
                if (ioThreads.isEmpty()) {
                    stopThreads();
                    threads.clear();
                }
            }
        }
        return ioThreads;
    }

    private void throwIfStopped() {
        if (stopped) {
            throw new ZmqClosedException("the context is closed");
        }
    }

    private IoThread startOne(int number) {
        throwIfStopped();
        EventLoop loop = new EventLoop(clock, options.waitStrategy(), onError);
        LoopThread thread = new LoopThread(loop, factory, options.threadNamePrefix() + "-io-" + number);
        thread.start();
        threads.add(thread);
        return new IoThread(loop);
    }

    /** Lets the threads end, and starts no more. */
    void stop() {
        stopped = true;
        stopThreads();
    }

    private void stopThreads() {
        threads.forEach(LoopThread::stop);
    }

    /**
     * Waits for the threads to end.
     *
     * @param maxMs longest wait for each
     * @return whether the calling thread was interrupted; its flag is cleared
     */
    boolean join(long maxMs) {
        boolean interrupted = Thread.interrupted();
        for (LoopThread thread : threads) {
            try {
                thread.join(maxMs);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** {@return whether the calling thread owns a loop of these} */
    boolean isOwnThread() {
        for (IoThread ioThread : ioThreads) {
            if (ioThread.loop().isOwner()) {
                return true;
            }
        }
        return false;
    }

    /** {@return how often an owner of a loop made a call that may block} */
    long blockingCalls() {
        long count = 0;
        for (IoThread ioThread : ioThreads) {
            count += ioThread.loop().blockingCalls();
        }
        return count;
    }
}
