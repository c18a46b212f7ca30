package io.zmqspring.integration.support;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.ReceiveLoop;
import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of an endpoint: a {@link ReceiveLoop} for each run on its {@link AdapterSocket}, which is opened
 * before and closed behind it. Any thread, that of the handler too, may call any method.
 */
public final class AdapterLoop {

    private final AdapterSocket socket;
    private final Consumer<ZmqMessage> handler;
    private final Consumer<Throwable> onFailure;
    private final boolean listensUntilClosed;
    private final Runnable beforeClose;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean paused;
    private volatile @Nullable ReceiveLoop loop;
    private volatile @Nullable ZmqSocket opened;
    private long run;

    /**
     * Creates a side that stops listening at the beginning of a stop.
     *
     * @param socket opened and closed here
     * @param handler called with each message
     * @param onFailure called on a thread of the loop when it cannot go on
     */
    public AdapterLoop(AdapterSocket socket, Consumer<ZmqMessage> handler, Consumer<Throwable> onFailure) {
        this(socket, handler, onFailure, false, () -> {});
    }

    private AdapterLoop(
            AdapterSocket socket,
            Consumer<ZmqMessage> handler,
            Consumer<Throwable> onFailure,
            boolean listensUntilClosed,
            Runnable beforeClose) {
        this.socket = socket;
        this.handler = handler;
        this.onFailure = onFailure;
        this.listensUntilClosed = listensUntilClosed;
        this.beforeClose = beforeClose;
    }

    /**
     * Creates a side that keeps its peers to the end of a stop, since they wait for replies.
     *
     * @param socket opened and closed here
     * @param handler called with each message
     * @param onFailure called on a thread of the loop when it cannot go on
     * @param beforeClose called when nothing is received any more and the socket is still open, maybe twice for a run
     * @return the side
     */
    public static AdapterLoop replying(
            AdapterSocket socket, Consumer<ZmqMessage> handler, Consumer<Throwable> onFailure, Runnable beforeClose) {
        return new AdapterLoop(socket, handler, onFailure, true, beforeClose);
    }

    /**
     * Opens the socket and begins to receive. What is left of the run before ends beside it.
     *
     * @param name names the socket in errors
     * @param concurrency number of threads
     * @param executor runs each of them
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; nothing is open then
     */
    public void start(String name, int concurrency, Executor executor) {
        ReceiveLoop starting;
        lock.lock();
        try {
            ReceiveLoop previous = loop;
            if (previous != null) {
                previous.requestStop();
            }
            ZmqSocket started = socket.start(name);
            opened = started;
            starting = newLoop(started, concurrency);
        } finally {
            lock.unlock();
        }
        starting.start(executor);
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
        ReceiveLoop stopping = loop;
        return stopping == null ? () -> {} : () -> stop(stopping, timeout);
    }

    private void stop(ReceiveLoop stopping, Duration timeout) {
        if (!listensUntilClosed) {
            lock.lock();
            try {
                if (stopping == loop) {
                    socket.stopListening();
                }
            } finally {
                lock.unlock();
            }
        }
        stopping.stop(timeout);
        if (!stopping.isWorker()) {
            ended(stopping);
        }
    }

    /** {@return whether the calling thread is one of the loop's} */
    public boolean isWorker() {
        ReceiveLoop running = loop;
        return running != null && running.isWorker();
    }

    /** Takes no further message, also over a stop and a start, until {@link #resume}. */
    public void pause() {
        lock.lock();
        try {
            paused = true;
            ReceiveLoop running = loop;
            if (running != null) {
                running.pause();
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
            ReceiveLoop running = loop;
            if (running != null) {
                running.resume();
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether {@link #pause} was called last} */
    public boolean isPaused() {
        return paused;
    }

    private ReceiveLoop newLoop(ZmqSocket started, int concurrency) {
        long thisRun = ++run;
        ReceiveLoop created = ReceiveLoop.builder(started, handler)
                .concurrency(concurrency)
                .paused(paused)
                .onFailure(onFailure)
                .onEnd(() -> ended(thisRun))
                .build();
        loop = created;
        return created;
    }

    private void ended(ReceiveLoop ended) {
        long endedRun;
        lock.lock();
        try {
            if (ended != loop) {
                return;
            }
            endedRun = run;
        } finally {
            lock.unlock();
        }
        ended(endedRun);
    }

    /** Closes the socket, unless a later run uses it already. */
    private void ended(long endedRun) {
        if (!isCurrent(endedRun)) {
            return;
        }
        beforeClose.run();
        lock.lock();
        try {
            if (endedRun == run) {
                loop = null;
                socket.stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isCurrent(long someRun) {
        lock.lock();
        try {
            return someRun == run && loop != null;
        } finally {
            lock.unlock();
        }
    }
}
