package io.zmqspring.template;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.ZmqSendTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends that wait for room without a thread of the caller, of one socket and in order. What has room is sent at once;
 * the rest waits in a queue that a thread of its own empties, which ends with the queue. What follows such a send runs
 * on an executor, so that it holds no other send up. Any thread.
 */
final class AsyncSends {

    /** Most sends that wait. */
    static final int CAPACITY = 10_000;

    private final RestartableSocket socket;
    private final Executor completions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<PendingSend> waiting = new ArrayDeque<>();
    private boolean draining;

    /**
     * @param socket one that sends
     * @param completions runs what follows a send that had to wait
     */
    AsyncSends(RestartableSocket socket, Executor completions) {
        this.socket = socket;
        this.completions = completions;
    }

    /**
     * Sends a message, now or later.
     *
     * @param message its frames
     * @param timeout longest wait for room, {@code null} for no end
     * @return completed when it is accepted for a peer
     */
    CompletableFuture<Void> send(ZmqMessage message, @Nullable Duration timeout) {
        lock.lock();
        try {
            if (!draining && ((MultipartSender) socket).trySend(message)) {
                return CompletableFuture.completedFuture(null);
            }
            if (waiting.size() >= CAPACITY) {
                return CompletableFuture.failedFuture(new ZmqSendTimeoutException(
                        socket.name(), Duration.ZERO, socket.peers().size()));
            }
            PendingSend next = new PendingSend(message, timeout);
            waiting.add(next);
            if (!draining) {
                startDraining(next);
            }
            return next;
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        } finally {
            lock.unlock();
        }
    }

    private void startDraining(PendingSend first) {
        try {
            Thread thread = new Thread(this::drain, "zmq-send-" + socket.name());
            thread.setDaemon(true);
            thread.start();
            draining = true;
        } catch (OutOfMemoryError noThread) {
            waiting.remove(first);
            first.completeExceptionally(noThread);
        }
    }

    private void drain() {
        for (PendingSend next = next(); next != null; next = next()) {
            complete(next, next.sendOn(socket));
        }
    }

    private void complete(PendingSend sent, @Nullable Throwable failure) {
        try {
            completions.execute(() -> sent.end(failure));
        } catch (RejectedExecutionException ended) {
            sent.end(failure);
        }
    }

    /** {@return the next, or {@code null} when the thread is to end} */
    private @Nullable PendingSend next() {
        lock.lock();
        try {
            PendingSend next = waiting.poll();
            draining = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** One that waits; a cancelled one is not sent. */
    private static final class PendingSend extends CompletableFuture<Void> {

        private final ZmqMessage message;
        private final @Nullable Duration timeout;
        private final long sinceNs = System.nanoTime();

        PendingSend(ZmqMessage message, @Nullable Duration timeout) {
            this.message = message;
            this.timeout = timeout;
        }

        /** {@return why it could not be sent, or {@code null} when it was, or was cancelled} */
        @Nullable Throwable sendOn(RestartableSocket socket) {
            if (isDone()) {
                return null;
            }
            try {
                if (timeout == null) {
                    ((MultipartSender) socket).send(message);
                } else if (!((MultipartSender) socket).send(message, left(timeout))) {
                    return new ZmqSendTimeoutException(
                            socket.name(), timeout, socket.peers().size());
                }
                return null;
            } catch (RuntimeException | Error failure) {
                return failure;
            }
        }

        void end(@Nullable Throwable failure) {
            if (failure == null) {
                complete(null);
            } else {
                completeExceptionally(failure);
            }
        }

        private Duration left(Duration total) {
            return Duration.ofNanos(Math.max(0, total.toNanos() - (System.nanoTime() - sinceNs)));
        }
    }
}
