package io.zmqspring.core;

import io.zmqspring.core.ProxyStatistics.Traffic;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.socket.Transfer;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages between two sockets, whole and in both directions as far as their types receive and send (libzmq
 * zmq_proxy, zmq_proxy_steerable): XSUB and XPUB with the subscriptions upstream, ROUTER and DEALER, PULL and PUSH,
 * PAIR and any other two, also of different contexts, or one socket as both.
 *
 * <ul>
 *   <li>A message is taken from one socket once the other has accepted it. So none is lost when the proxy pauses or
 *       ends: those not moved stay in their socket. What a socket itself drops by the rule of its type, such as a PUB
 *       for a slow subscriber or a ROUTER for an unknown peer, is in the counters of that socket.
 *   <li>While one side has no room, only the direction towards it stands still.
 *   <li>A capture socket gets a copy of each message of both directions, and never holds the proxy up: what it has no
 *       room for is counted.
 *   <li>A control socket (PAIR, REP, PULL or SUB) takes the commands {@code PAUSE}, {@code RESUME}, {@code TERMINATE}
 *       and {@code STATISTICS} of libzmq. {@code STATISTICS} is answered with eight frames of 8 bytes in the byte order
 *       of this machine: of the frontend the frames received, bytes received, frames sent, bytes sent, then the same of
 *       the backend. A REP answers the others with an empty frame.
 *   <li>The proxy neither opens nor closes the sockets. It ends with a failure when one of them is closed, other than
 *       the capture socket, or when its thread is interrupted.
 * </ul>
 *
 * <p>It runs once, on the thread that calls {@link #run}, or on one of its own after {@link #start}. Any thread may
 * call the other methods at any time.
 */
public final class ZmqProxy implements Runnable, AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(ZmqProxy.class.getName());

    /** The proxy never waits in a socket, so only a very busy machine reaches this. */
    private static final Duration MAX_CLOSE = Duration.ofSeconds(5);

    private final ZmqSocket frontend;
    private final ZmqSocket backend;
    private final @Nullable ZmqSocket capture;
    private final @Nullable ZmqSocket controlSocket;
    private final @Nullable ProxyControl control;
    private final @Nullable Consumer<@Nullable Throwable> endListener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock. */
    private State requested;

    private volatile State state = State.NEW;
    private volatile @Nullable ProxyLoop loop;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Throwable failure;
    private boolean begun;

    /** Where a proxy is in its life. */
    public enum State {
        /** Not started. */
        NEW,
        /** Moves messages. */
        RUNNING,
        /** Moves none until it is resumed. */
        PAUSED,
        /** Has ended. */
        TERMINATED
    }

    private ZmqProxy(Builder from) {
        this.frontend = from.frontend;
        this.backend = from.backend;
        this.capture = from.capture;
        this.controlSocket = from.control;
        this.control = from.control == null ? null : new ProxyControl(from.control, this);
        this.endListener = from.endListener;
        this.requested = from.paused ? State.PAUSED : State.RUNNING;
    }

    /**
     * Begins a proxy.
     *
     * @param frontend one side, such as the ROUTER or XSUB
     * @param backend the other side, such as the DEALER or XPUB; may be the same
     * @return its builder
     */
    public static Builder builder(ZmqSocket frontend, ZmqSocket backend) {
        return new Builder(frontend, backend);
    }

    /**
     * Moves messages on the calling thread, until {@link #terminate} is called. Returns at once when that was called
     * before.
     *
     * @throws ZmqClosedException when a socket is closed, other than the capture socket
     * @throws io.zmqspring.core.error.ZmqInterruptedException when the thread is interrupted; the flag stays set
     * @throws IllegalStateException when it was started before
     */
    @Override
    public void run() {
        ProxyLoop created = begin();
        if (created != null) {
            runLoop(created);
        }
    }

    /**
     * Moves messages on a daemon thread of its own. A failure that ends it is logged, and {@link #failure()} returns
     * it.
     *
     * @return this
     * @throws ZmqClosedException when a socket is closed
     * @throws IllegalStateException when it was started before
     */
    public ZmqProxy start() {
        ProxyLoop created = begin();
        if (created != null) {
            try {
                Thread own = new Thread(() -> runLogged(created), "zmq-proxy");
                own.setDaemon(true);
                own.start();
            } catch (RuntimeException | Error noThread) {
                ended(noThread);
                throw noThread;
            }
        }
        return this;
    }

    private @Nullable ProxyLoop begin() {
        lock.lock();
        try {
            if (begun) {
                throw new IllegalStateException(this + " was started before: it runs once");
            }
            if (state == State.TERMINATED) {
                return null;
            }
            ProxyLoop created = new ProxyLoop(this, frontend, backend, capture, control, controlSocket);
            begun = true;
            loop = created;
            state = requested;
            return created;
        } finally {
            lock.unlock();
        }
    }

    private void runLogged(ProxyLoop created) {
        try {
            runLoop(created);
        } catch (ZmqClosedException closed) {
            LOGGER.log(System.Logger.Level.WARNING, this + " has ended: " + closed.getMessage());
        } catch (RuntimeException | Error cause) {
            LOGGER.log(System.Logger.Level.ERROR, this + " has ended", cause);
        }
    }

    private void runLoop(ProxyLoop created) {
        thread = Thread.currentThread();
        Throwable cause = null;
        try {
            created.run();
        } catch (RuntimeException | Error e) {
            cause = e;
            throw e;
        } finally {
            ended(cause);
        }
    }

    private void ended(@Nullable Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            thread = null;
            state = State.TERMINATED;
            requested = State.TERMINATED;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        notifyOfEnd(cause);
    }

    /** Called once: a proxy that has begun ends once, and one that has not does not begin after its end. */
    private void notifyOfEnd(@Nullable Throwable cause) {
        if (endListener == null) {
            return;
        }
        try {
            endListener.accept(cause);
        } catch (RuntimeException | Error thrown) {
            LOGGER.log(System.Logger.Level.ERROR, "the end listener of " + this + " has thrown an exception", thrown);
        }
    }

    /** {@return the state that is requested, and in force from now on; the proxy's thread} */
    State applyRequest() {
        State now = state;
        lock.lock();
        try {
            if (now != requested && requested != State.TERMINATED) {
                state = requested;
                changed.signalAll();
            }
            return requested;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves no further message until {@link #resume()}. When this returns, none is being moved, unless the calling
     * thread was interrupted meanwhile, which ends the wait with the flag set again. A proxy that is not started will
     * begin paused.
     */
    public void pause() {
        requestPause();
        await(State.PAUSED, NanoClock.FOREVER);
    }

    void requestPause() {
        request(State.PAUSED);
    }

    /** Moves messages again after {@link #pause()}. */
    public void resume() {
        request(State.RUNNING);
    }

    /** Ends it, soon, and does not wait for that. The messages that were not moved stay in their sockets. */
    public void terminate() {
        request(State.TERMINATED);
    }

    private void request(State next) {
        boolean endedUnstarted = false;
        lock.lock();
        try {
            if (requested == State.TERMINATED) {
                return;
            }
            requested = next;
            if (!begun && next == State.TERMINATED) {
                state = next;
                endedUnstarted = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (endedUnstarted) {
            notifyOfEnd(null);
        }
        ProxyLoop running = loop;
        if (running != null) {
            running.wake();
        }
    }

    /**
     * Waits until it has ended.
     *
     * @param timeout longest wait
     * @return whether it has; {@code false} also when the calling thread is interrupted, with the flag set again
     */
    public boolean awaitEnd(Duration timeout) {
        return await(State.TERMINATED, DefaultSocket.nanos(timeout));
    }

    /** Waits while the state is requested and not in force. */
    private boolean await(State wanted, long timeoutNs) {
        if (Thread.currentThread() == thread) {
            return false;
        }
        long left = timeoutNs;
        lock.lock();
        try {
            while (state != wanted && (wanted == State.TERMINATED || begun && requested == wanted)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return state == wanted;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** {@return where it is in its life} */
    public State state() {
        return state;
    }

    /** {@return why it ended, unless it was terminated} */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return what it has moved so far; while it moves messages, up to the last burst} */
    public ProxyStatistics statistics() {
        ProxyLoop running = loop;
        Transfer forward = running == null ? null : running.transferFrom(true);
        Transfer backward = running == null ? null : running.transferFrom(false);
        return new ProxyStatistics(
                forward == null ? Traffic.NONE : traffic(forward.received()),
                backward == null ? Traffic.NONE : traffic(backward.sent()),
                backward == null ? Traffic.NONE : traffic(backward.received()),
                forward == null ? Traffic.NONE : traffic(forward.sent()),
                (forward == null ? 0 : forward.refused()) + (backward == null ? 0 : backward.refused()),
                lastRefusal(forward, backward),
                (forward == null ? 0 : forward.notCaptured()) + (backward == null ? 0 : backward.notCaptured()),
                control == null ? 0 : control.unanswered());
    }

    private static @Nullable String lastRefusal(@Nullable Transfer forward, @Nullable Transfer backward) {
        String reason = forward == null ? null : forward.lastRefusal();
        return reason != null || backward == null ? reason : backward.lastRefusal();
    }

    private static Traffic traffic(Transfer.Tally tally) {
        return new Traffic(tally.messages(), tally.frames(), tally.bytes());
    }

    /** Ends it and waits for that, though not on its own thread. It leaves the sockets open. */
    @Override
    public void close() {
        terminate();
        if (Thread.currentThread() != thread
                && !awaitEnd(MAX_CLOSE)
                && !Thread.currentThread().isInterrupted()) {
            LOGGER.log(System.Logger.Level.WARNING, this + " has not ended within " + MAX_CLOSE);
        }
    }

    /** Shows both sockets and the state. */
    @Override
    public String toString() {
        return "ZmqProxy[" + frontend + " - " + backend + ", " + state + "]";
    }

    /** Creates a {@link ZmqProxy}. Not thread-safe. */
    public static final class Builder {

        private final ZmqSocket frontend;
        private final ZmqSocket backend;
        private @Nullable ZmqSocket capture;
        private @Nullable ZmqSocket control;
        private @Nullable Consumer<@Nullable Throwable> endListener;
        private boolean paused;

        private Builder(ZmqSocket frontend, ZmqSocket backend) {
            this.frontend = Objects.requireNonNull(frontend, "frontend");
            this.backend = Objects.requireNonNull(backend, "backend");
        }

        /**
         * Sets the socket that gets a copy of each message, by default none.
         *
         * @param socket sends, such as a PUB, PUSH, PAIR or DEALER; not one of the two sides
         * @return this
         */
        public Builder capture(ZmqSocket socket) {
            capture = Objects.requireNonNull(socket, "capture");
            return this;
        }

        /**
         * Sets the socket that takes commands, by default none.
         *
         * @param socket a PAIR, REP, PULL or SUB; not one of the two sides
         * @return this
         */
        public Builder control(ZmqSocket socket) {
            control = Objects.requireNonNull(socket, "control");
            return this;
        }

        /**
         * Sets what is called when the proxy has ended, by default nothing. It is called exactly once, after the state
         * has become {@link State#TERMINATED} and {@link ZmqProxy#failure()} is known; {@link ZmqProxy#awaitEnd} and
         * {@link ZmqProxy#close} may return before it is done.
         *
         * <p>The thread that moved the messages calls it: that of {@link ZmqProxy#run}, or the daemon thread of {@link
         * ZmqProxy#start}. Where no thread could be started, the thread that called {@code start} does; where the proxy
         * was never started, the thread that called {@link ZmqProxy#terminate} or {@link ZmqProxy#close} does. No lock
         * of the proxy is held, so the listener may wait, close the sockets and call any method of the proxy. What it
         * throws is logged.
         *
         * @param listener takes why the proxy ended, or {@code null} when it was terminated or closed
         * @return this
         */
        public Builder onEnd(Consumer<@Nullable Throwable> listener) {
            endListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets whether it begins paused, by default {@code false}.
         *
         * @param value whether it does
         * @return this
         */
        public Builder paused(boolean value) {
            paused = value;
            return this;
        }

        /**
         * Creates the proxy, not yet started.
         *
         * @return the proxy
         * @throws IllegalArgumentException when no message could go either way, the capture socket does not send, the
         *     control socket is of another type, or one socket has two parts
         */
        public ZmqProxy build() {
            boolean forward = frontend.type().receives() && backend.type().sends();
            boolean backward = backend.type().receives() && frontend.type().sends();
            if (!forward && !backward) {
                throw new IllegalArgumentException("no message goes from one to the other: frontend=" + frontend.type()
                        + ", backend=" + backend.type());
            }
            if (capture != null && !capture.type().sends()) {
                throw new IllegalArgumentException("a capture socket sends: capture=" + capture.type());
            }
            if (control != null && !ProxyControl.TYPES.contains(control.type())) {
                throw new IllegalArgumentException(
                        "a control socket is one of " + ProxyControl.TYPES + ": control=" + control.type());
            }
            if (isSide(capture) || isSide(control) || capture != null && capture == control) {
                throw new IllegalArgumentException("each socket has one part in a proxy: frontend=" + frontend
                        + ", backend=" + backend + ", capture=" + capture + ", control=" + control);
            }
            return new ZmqProxy(this);
        }

        private boolean isSide(@Nullable ZmqSocket socket) {
            return socket == frontend || socket == backend;
        }

        /**
         * Creates the proxy and starts it, as {@link ZmqProxy#start} does.
         *
         * @return the proxy
         */
        public ZmqProxy start() {
            return build().start();
        }
    }
}
