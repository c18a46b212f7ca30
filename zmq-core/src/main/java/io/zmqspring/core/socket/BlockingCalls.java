package io.zmqspring.core.socket;

import io.zmqspring.core.transport.Reasons;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls that may block, so that no I/O thread does. A thread comes when a call finds none free, and goes after a
 * second without work; when there are as many as allowed, calls wait in a queue, in the order they came. A call is
 * never made on the thread that asks for it. Any thread.
 */
final class BlockingCalls implements Executor {

    private static final long MAX_IDLE_NS = TimeUnit.SECONDS.toNanos(1);

    private final ThreadFactory factory;
    private final int maxThreads;
    private final int maxWaiting;
    private final Consumer<Throwable> onError;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final Set<Thread> threads = new HashSet<>();

    /** Threads that were started and have not begun. */
    private int starting;

    private int idle;
    private boolean closed;

    /**
     * Creates it for calls whose number is bounded by their callers; there is no thread yet.
     *
     * @param factory makes the threads; it may throw
     * @param maxThreads at one time
     * @param onError gets what a call throws
     */
    BlockingCalls(ThreadFactory factory, int maxThreads, Consumer<Throwable> onError) {
        this(factory, maxThreads, Integer.MAX_VALUE, onError);
    }

    /**
     * Creates it; there is no thread yet.
     *
     * @param factory makes the threads; it may throw
     * @param maxThreads at one time
     * @param maxWaiting calls that no thread has begun; further ones are refused
     * @param onError gets what a call throws
     */
    BlockingCalls(ThreadFactory factory, int maxThreads, int maxWaiting, Consumer<Throwable> onError) {
        this.factory = factory;
        this.maxThreads = maxThreads;
        this.maxWaiting = maxWaiting;
        this.onError = onError;
    }

    /**
     * Runs a call soon. Does not wait.
     *
     * @param call may block
     * @throws RejectedExecutionException when it will not be made: after {@link #close}, when too many wait, or when
     *     there is no thread and none can be started
     */
    @Override
    public void execute(Runnable call) {
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the context is closed");
            }
            if (queue.size() >= maxWaiting) {
                throw new RejectedExecutionException("too many calls wait: maxWaiting=" + maxWaiting);
            }
            queue.add(call);
            if (idle >= queue.size()) {
                work.signal();
            } else if (threads.size() + starting < maxThreads) {
                startThread();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startThread() {
        starting++;
        try {
            factory.newThread(this::work).start();
        } catch (RuntimeException | Error e) {
            starting--;
            if (threads.isEmpty() && starting == 0) {
                queue.removeLast();
                throw new RejectedExecutionException("no thread can be started for it: " + Reasons.of(e), e);
            }
            // The present threads reach it in time.
        }
    }

    private void work() {
        try {
            begin();
            for (Runnable call = next(); call != null; call = next()) {
                make(call);
            }
        } finally {
            lock.lock();
            try {
                threads.remove(Thread.currentThread());
            } finally {
                lock.unlock();
            }
        }
    }

    private void make(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            try {
                onError.accept(e);
            } catch (Throwable again) {
                // Nothing more can be reported; the calls that wait are made all the same.
                e.addSuppressed(again);
            }
        }
    }

    private void begin() {
        lock.lock();
        try {
            starting--;
            threads.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            // An interrupt that is not from close was meant for the last call.
            Thread.interrupted();
            long left = MAX_IDLE_NS;
            while (queue.isEmpty() && !closed && left > 0) {
                idle++;
                try {
                    left = work.awaitNanos(left);
                } catch (InterruptedException e) {
                    left = MAX_IDLE_NS;
                } finally {
                    idle--;
                }
            }
            Runnable call = queue.poll();
            if (call == null) {
                threads.remove(Thread.currentThread());
            }
            return call;
        } finally {
            lock.unlock();
        }
    }

    /** Runs the calls that wait, and takes no more. */
    void finish() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops the calls that wait, and interrupts those that run. */
    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            work.signalAll();
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
