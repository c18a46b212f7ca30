package io.zmqspring.core.lifecycle;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Receives from one socket on one or more threads and calls a handler for each message, from {@link #start} to
 * {@link #stop}. It is used for one run. Any thread, the handler's too, may call any method.
 *
 * <ul>
 *   <li>What the handler throws is logged, and the loop goes on.
 *   <li>While a {@link RestartableSocket} is stopped, the loop waits for its next start.
 *   <li>The loop fails when its socket is closed for good, or when a thread of it is interrupted from outside while it
 *       waits. It interrupts a handler only at the end of the time-out of a {@link #stop}.
 *   <li>It opens, unbinds and closes nothing: that belongs to the owner of the socket.
 * </ul>
 */
public final class ReceiveLoop {

    private static final System.Logger LOGGER = System.getLogger(ReceiveLoop.class.getName());
    private static final long INTERRUPT_GRACE_NS = TimeUnit.SECONDS.toNanos(1);

    private final ZmqSocket socket;
    private final int concurrency;
    private final Workers workers;
    private final LoopWorker worker;

    private ReceiveLoop(Builder from) {
        this.socket = from.socket;
        this.concurrency = from.concurrency;
        this.workers = new Workers(concurrency, from.paused ? LoopMode.PAUSE : LoopMode.RECEIVE, from.onEnd);
        IdleWatch idle = new IdleWatch(from.idleInterval, NanoClock.SYSTEM, from.onIdle);
        this.worker = new LoopWorker(workers, socket, from.intake.apply(workers), idle, from.onFailure);
    }

    /**
     * Begins a loop.
     *
     * @param socket receives; a {@link RestartableSocket} may be stopped and started while the loop runs
     * @param handler called for each message, on the loop's threads
     * @return its builder
     * @throws IllegalArgumentException when the socket is no {@link MultipartReceiver}
     */
    public static Builder builder(ZmqSocket socket, Consumer<ZmqMessage> handler) {
        MultipartReceiver receiver = receiver(socket);
        return new Builder(socket, workers -> new MessageIntake(workers, receiver, handler));
    }

    /**
     * Begins a loop that hands over several messages at a time: those that are there, and those that come within a time
     * of the first. A pause or stop ends the wait for more, and so does an interrupt, which the handler then sees.
     *
     * @param socket receives, as for {@link #builder}
     * @param maxMessages most messages of a batch, 1 or more
     * @param timeout longest wait for more after the first; zero takes what is there
     * @param handler called for each batch, a list of its own with at least one message, on the loop's threads
     * @return its builder
     * @throws IllegalArgumentException when the socket is no {@link MultipartReceiver}, or a number is out of range
     */
    public static Builder batches(
            ZmqSocket socket, int maxMessages, Duration timeout, Consumer<List<ZmqMessage>> handler) {
        if (maxMessages < 1) {
            throw new IllegalArgumentException("maxMessages=" + maxMessages + " is out of range: allowed is 1 or more");
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout=" + timeout + " is out of range: allowed is 0 s or more");
        }
        MultipartReceiver receiver = receiver(socket);
        return new Builder(socket, workers -> new BatchIntake(workers, receiver, maxMessages, timeout, handler));
    }

    private static MultipartReceiver receiver(ZmqSocket socket) {
        if (socket instanceof MultipartReceiver receiver) {
            return receiver;
        }
        throw new IllegalArgumentException("a receive loop needs a socket that receives: " + socket);
    }

    /**
     * Starts the workers. To be called once.
     *
     * @param executor runs each worker on a thread of its own until the loop ends
     * @throws RuntimeException what the executor throws; workers that were started before end, and so does the loop
     */
    public void start(Executor executor) {
        int started = 0;
        try {
            for (; started < concurrency; started++) {
                executor.execute(worker);
            }
        } catch (RuntimeException | Error refused) {
            workers.change(LoopMode.END);
            for (int i = started; i < concurrency; i++) {
                workers.leave();
            }
            throw refused;
        }
    }

    /**
     * Receives no further message until {@link #resume()}. When this returns, each worker has at most the message it is
     * handling, unless the calling thread was interrupted meanwhile, which ends the wait with the flag set again.
     */
    public void pause() {
        workers.change(LoopMode.PAUSE);
        workers.awaitNoneReceiving();
    }

    /** Receives again after {@link #pause()}. */
    public void resume() {
        workers.change(LoopMode.RECEIVE);
    }

    /**
     * Ends the loop after the messages that had arrived when this was called are handled; a paused loop leaves them in
     * the socket. When the time is over the workers are interrupted. Called by the handler, it returns at once, and the
     * loop ends after the handler has returned. A handler that ends the JVM ({@link System#exit}) is not waited for: it
     * never returns.
     *
     * @param timeout longest wait for the messages and for the handler
     * @return whether the loop has ended, but for handlers that end the JVM
     */
    public boolean stop(Duration timeout) {
        workers.drain(socket.counters().queuedToReceive());
        return awaitEnd(timeout);
    }

    /**
     * Ends the loop after the messages in hand; those that had arrived stay in the socket. Otherwise as {@link #stop}.
     *
     * @param timeout longest wait for the handler
     * @return whether the loop has ended
     */
    public boolean stopNow(Duration timeout) {
        requestStop();
        return awaitEnd(timeout);
    }

    /** Ends the loop as {@link #stopNow} does, but neither waits for the handler nor interrupts it. */
    public void requestStop() {
        workers.change(LoopMode.END);
    }

    /**
     * Waits until the loop has ended but for the calling thread, if that is one of the loop's.
     *
     * @param timeout longest wait
     * @return whether no other thread of the loop is left
     */
    public boolean awaitOthers(Duration timeout) {
        try {
            return workers.awaitEnd(NanoClock.nanos(timeout));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@return whether the calling thread is one of the loop's} */
    public boolean isWorker() {
        return workers.isWorker();
    }

    private boolean awaitEnd(Duration timeout) {
        if (isWorker()) {
            return false;
        }
        try {
            if (workers.awaitEnd(NanoClock.nanos(timeout))) {
                return true;
            }
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "not everything that " + socket + " had received was handled within " + timeout + ": "
                            + socket.counters().queuedToReceive()
                            + " messages are left, and a handler that is still running is interrupted");
            workers.change(LoopMode.END);
            workers.interruptAll();
            return workers.awaitEnd(INTERRUPT_GRACE_NS);
        } catch (InterruptedException interrupted) {
            workers.change(LoopMode.END);
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Creates a {@link ReceiveLoop}. Not thread-safe. */
    public static final class Builder {

        private final ZmqSocket socket;
        private final Function<Workers, Intake> intake;
        private int concurrency = 1;
        private boolean paused;
        private @Nullable Duration idleInterval;
        private Consumer<Duration> onIdle = idle -> {};
        private Consumer<Throwable> onFailure;
        private Runnable onEnd = () -> {};

        private Builder(ZmqSocket socket, Function<Workers, Intake> intake) {
            this.socket = socket;
            this.intake = intake;
            this.onFailure = failure ->
                    LOGGER.log(System.Logger.Level.ERROR, "the receive loop of " + socket + " cannot go on", failure);
        }

        /**
         * Sets the number of workers, by default 1, which keeps the order of messages.
         *
         * @param value 1 or more
         * @return this
         * @throws IllegalArgumentException when it is less
         */
        public Builder concurrency(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("concurrency=" + value + " is out of range: allowed is 1 or more");
            }
            this.concurrency = value;
            return this;
        }

        /**
         * Sets whether the loop begins paused, by default {@code false}.
         *
         * @param value whether it does
         * @return this
         */
        public Builder paused(boolean value) {
            this.paused = value;
            return this;
        }

        /**
         * Sets what is called when no message came for a while, by default nothing.
         *
         * @param interval without a message, more than zero, or {@code null} for no call
         * @param callback called once an interval with the time since the last message, by a worker
         * @return this
         */
        public Builder idle(@Nullable Duration interval, Consumer<Duration> callback) {
            this.idleInterval = interval;
            this.onIdle = callback;
            return this;
        }

        /**
         * Sets what is called when the loop ends without having been stopped; by default the reason is logged.
         *
         * @param callback called by a worker, before {@link #onEnd}
         * @return this
         */
        public Builder onFailure(Consumer<Throwable> callback) {
            this.onFailure = callback;
            return this;
        }

        /**
         * Sets what is called once when the last worker ends, before {@link #stop} returns.
         *
         * @param callback called by that worker, or by the caller of {@link #start} when none could be started
         * @return this
         */
        public Builder onEnd(Runnable callback) {
            this.onEnd = callback;
            return this;
        }

        /** {@return the loop, not yet started} */
        public ReceiveLoop build() {
            return new ReceiveLoop(this);
        }
    }
}
