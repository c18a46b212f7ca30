package io.zmqspring.integration.support;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.ReceiveLoop;
import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of an endpoint: a {@link ReceiveLoop} for each run on its {@link AdapterSocket}, which is opened
 * before and closed behind it. Any thread, that of the handler too, may call any method.
 */
public final class AdapterLoop {

    private final AdapterSocket socket;
    private final Supplier<? extends Run> runs;
    private final Consumer<Throwable> onFailure;
    private final boolean listensUntilClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean paused;
    private volatile @Nullable Started current;
    private volatile @Nullable ZmqSocket opened;
    private volatile @Nullable Started latest;

    /**
     * Creates a side that stops listening at the beginning of a stop.
     *
     * @param socket opened and closed here
     * @param handler called with each message
     * @param onFailure called on a thread of the loop when it cannot go on
     */
    public AdapterLoop(AdapterSocket socket, Consumer<ZmqMessage> handler, Consumer<Throwable> onFailure) {
        this(socket, () -> handler::accept, onFailure, false);
    }

    private AdapterLoop(
            AdapterSocket socket,
            Supplier<? extends Run> runs,
            Consumer<Throwable> onFailure,
            boolean listensUntilClosed) {
        this.socket = socket;
        this.runs = runs;
        this.onFailure = onFailure;
        this.listensUntilClosed = listensUntilClosed;
    }

    /**
     * Creates a side that keeps its peers to the end of a stop, since they wait for replies.
     *
     * @param socket opened and closed here
     * @param runs called at each start, for what handles the messages of that run
     * @param onFailure called on a thread of the loop when it cannot go on
     * @return the side
     */
    public static AdapterLoop replying(
            AdapterSocket socket, Supplier<? extends Run> runs, Consumer<Throwable> onFailure) {
        return new AdapterLoop(socket, runs, onFailure, true);
    }

    /**
     * Opens the socket and begins to receive. The run before may still be ending meanwhile.
     *
     * @param name names the socket in errors
     * @param concurrency number of threads
     * @param executor runs each of them
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; nothing is open then
     */
    public void start(String name, int concurrency, Executor executor) {
        Started starting;
        lock.lock();
        try {
            Started previous = current;
            if (previous != null) {
                previous.loop.requestStop();
            }
            ZmqSocket started = socket.start(name);
            opened = started;
            starting = new Started(started, concurrency);
            latest = starting;
            current = starting;
        } finally {
            lock.unlock();
        }
        starting.loop.start(executor);
    }

    /**
     * Gives the socket, to send on.
     *
     * @return the same at each call
     * @throws IllegalStateException when there was no start yet
     */
    public ZmqSocket socket() {
        ZmqSocket started = opened;
        if (started == null) {
            throw new IllegalStateException("a " + socket.type() + " socket was not started");
        }
        return started;
    }

    /**
     * Handles what had arrived, then closes the socket. Called by the handler it returns at once, and the rest happens
     * when the handler has returned.
     *
     * @param timeout longest wait for the handler; then it is interrupted
     */
    public void stop(Duration timeout) {
        stopping(timeout).run();
    }

    /**
     * Prepares a {@link #stop} of the present run that may happen on another thread, and stops no later run.
     *
     * @param timeout as of {@link #stop}
     * @return what stops it
     */
    public Runnable stopping(Duration timeout) {
        Started stopping = current;
        return stopping == null ? () -> {} : () -> stop(stopping, timeout);
    }

    private void stop(Started stopping, Duration timeout) {
        if (!listensUntilClosed) {
            lock.lock();
            try {
                if (stopping == current) {
                    socket.stopListening();
                }
            } finally {
                lock.unlock();
            }
        }
        stopping.loop.stop(timeout);
        if (!stopping.loop.isWorker()) {
            ended(stopping);
        }
    }

    /**
     * Stops the endpoint, unless it was stopped and started again since {@code onFailure} was called. That happens on a
     * thread of its own: a thread that holds the lock of the lifecycle may wait for the caller's to end.
     *
     * @param name of the endpoint
     * @param lifecycle held while it is stopped
     * @param stop stops it
     */
    public void stopAfterFailure(String name, Lock lifecycle, Runnable stop) {
        Runnable stopping = () -> {
            lifecycle.lock();
            try {
                Started last = latest;
                if (last != null && last.failed) {
                    stop.run();
                }
            } finally {
                lifecycle.unlock();
            }
        };
        AsyncStop.run(name, stopping, () -> {});
    }

    /** {@return whether the calling thread is one of the loop's} */
    public boolean isWorker() {
        Started running = current;
        return running != null && running.loop.isWorker();
    }

    /** Takes no further message, also over a stop and a start, until {@link #resume}. */
    public void pause() {
        lock.lock();
        try {
            paused = true;
            Started running = current;
            if (running != null) {
                running.loop.pause();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Receives again after {@link #pause}. */
    public void resume() {
        lock.lock();
        try {
            paused = false;
            Started running = current;
            if (running != null) {
                running.loop.resume();
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether {@link #pause} was called last} */
    public boolean isPaused() {
        return paused;
    }

    /** Closes the socket, unless a later run uses it already. */
    private void ended(Started ended) {
        ended.run.beforeClose();
        lock.lock();
        try {
            if (ended == current) {
                current = null;
                socket.stop();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What an endpoint does with the messages between one start and the stop that follows. */
    @FunctionalInterface
    public interface Run {

        /**
         * Handles a message, on a thread of the loop.
         *
         * @param message what was received
         */
        void onMessage(ZmqMessage message);

        /**
         * Called when nothing is received any more and the socket is still open, also when a later run uses it by then;
         * maybe twice.
         */
        default void beforeClose() {}
    }

    private final class Started {

        private final Run run;
        private final ReceiveLoop loop;
        private volatile boolean failed;

        Started(ZmqSocket opened, int concurrency) {
            this.run = runs.get();
            this.loop = ReceiveLoop.builder(opened, run::onMessage)
                    .concurrency(concurrency)
                    .paused(paused)
                    .onFailure(this::fail)
                    .onEnd(() -> ended(this))
                    .build();
        }

        private void fail(Throwable reason) {
            failed = true;
            onFailure.accept(reason);
        }
    }
}
