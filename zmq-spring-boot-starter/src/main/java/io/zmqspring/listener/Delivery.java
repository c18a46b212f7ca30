package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.AsyncFailures;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the listener, counts them, and does with those that fail what the error handler says. Nothing it
 * calls can throw through it.
 */
final class Delivery {

    private static final Log logger = LogFactory.getLog(Delivery.class);

    private final ZmqMessageListenerContainer container;
    private volatile ZmqMessageListener listener;
    private final int maxPending;
    private final Executor retries;
    private final AtomicReference<@Nullable Runnable> onNextReceived = new AtomicReference<>();
    private final LongAdder received = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int pending;
    private volatile ZmqContainerErrorHandler errorHandler = new LoggingErrorHandler();
    private volatile @Nullable Throwable lastFailure;

    Delivery(ZmqMessageListenerContainer container, ZmqMessageListener listener, int maxPending, Executor retries) {
        this.container = container;
        this.listener = listener;
        this.maxPending = maxPending;
        this.retries = retries;
    }

    void setErrorHandler(ZmqContainerErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    /** Changes the listener; to be called before a message is handed over. */
    void setListener(ZmqMessageListener listener) {
        this.listener = listener;
    }

    /** Hands over a message on a worker, again and again while the error handler says so. */
    void deliver(ZmqMessage message) {
        countReceived(1);
        Failure failure;
        int attempt = 0;
        do {
            failure = deliver(message, ++attempt);
        } while (failure != null && failure.isRetried());
        if (failure != null) {
            settle(message, failure);
        }
    }

    void countReceived(int messages) {
        received.add(messages);
        if (onNextReceived.get() != null) {
            Runnable once = onNextReceived.getAndSet(null);
            if (once != null) {
                once.run();
            }
        }
    }

    /** Calls back once, ahead of the next message. */
    void whenNextReceived(Runnable callback) {
        onNextReceived.set(callback);
    }

    void countHandled(int messages) {
        handled.add(messages);
    }

    /** Counts a message as failed that there is no time for, and lets the listener answer it. */
    void giveUp(ZmqMessage message) {
        countReceived(1);
        settle(
                message,
                new Failure(
                        FailureResolution.giveUp(),
                        new ListenerExecutionFailedException(
                                "listener '" + container.getListenerId() + "' was stopped ahead of " + message,
                                new InterruptedException())));
    }

    /** {@return what becomes of the message, or {@code null} when it is handled or its future will say} */
    private @Nullable Failure deliver(ZmqMessage message, int attempt) {
        try {
            CompletionStage<?> stage = listener.handle(message);
            if (stage == null) {
                handled.increment();
            } else {
                begun();
                stage.whenComplete((result, failure) -> ended(message, attempt, failure));
                awaitFewer();
            }
            return null;
        } catch (Throwable failure) {
            return resolve(message, 0, attempt, failure);
        }
    }

    ListenerCounters counters() {
        return new ListenerCounters(received.sum(), handled.sum(), failed.sum(), pending());
    }

    @Nullable Throwable lastFailure() {
        return lastFailure;
    }

    /** Waits until no message is being handled beyond its call. */
    boolean awaitNonePending(long timeoutNs) throws InterruptedException {
        long leftNs = timeoutNs;
        lock.lockInterruptibly();
        try {
            while (pending > 0) {
                if (leftNs <= 0) {
                    return false;
                }
                leftNs = fewer.awaitNanos(leftNs);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void ended(ZmqMessage message, int attempt, @Nullable Throwable failure) {
        boolean again = false;
        try {
            if (failure == null) {
                handled.increment();
            } else {
                Failure resolved = resolve(message, 0, attempt, AsyncFailures.causeOf(failure));
                again = resolved.resolution.isRetry() && retryLater(message, attempt + 1, resolved);
                if (!again) {
                    settle(message, resolved);
                }
            }
        } finally {
            if (!again) {
                noMorePending();
            }
        }
    }

    /** {@return whether the message will be handed over again, on a thread of its own} */
    private boolean retryLater(ZmqMessage message, int attempt, Failure failure) {
        try {
            Executor orGiveUp = task -> {
                try {
                    retries.execute(task);
                } catch (RuntimeException | Error noThread) {
                    logger.error("listener '" + container.getListenerId() + "' cannot retry " + message, noThread);
                    giveUpRetry(message, failure.cause);
                }
            };
            long delayMs = failure.resolution.delay().toMillis();
            CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS, orGiveUp)
                    .execute(() -> retry(message, attempt, failure.cause));
            return true;
        } catch (RuntimeException | Error noTimer) {
            logger.error("listener '" + container.getListenerId() + "' cannot retry " + message, noTimer);
            return false;
        }
    }

    private void retry(ZmqMessage message, int attempt, Throwable lastCause) {
        if (!container.isRunning()) {
            giveUpRetry(message, lastCause);
            return;
        }
        CompletionStage<?> stage;
        try {
            stage = listener.handle(message);
        } catch (Throwable failure) {
            ended(message, attempt, failure);
            return;
        }
        if (stage == null) {
            ended(message, attempt, null);
        } else {
            stage.whenComplete((result, failure) -> ended(message, attempt, failure));
        }
    }

    private void giveUpRetry(ZmqMessage message, Throwable cause) {
        settle(message, new Failure(FailureResolution.giveUp(), cause));
        noMorePending();
    }

    private void noMorePending() {
        lock.lock();
        try {
            pending--;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void begun() {
        lock.lock();
        try {
            pending++;
        } finally {
            lock.unlock();
        }
    }

    /** Waits while as many are pending as may be. */
    private void awaitFewer() {
        lock.lock();
        try {
            while (pending >= maxPending) {
                fewer.await();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private int pending() {
        lock.lock();
        try {
            return pending;
        } finally {
            lock.unlock();
        }
    }

    /** Asks the error handler. */
    Failure resolve(ZmqMessage message, int batchIndex, int attempt, Throwable cause) {
        lastFailure = cause;
        try {
            FailureResolution resolution =
                    errorHandler.handleError(new FailedDelivery(message, batchIndex, attempt, cause, container));
            return new Failure(Objects.requireNonNull(resolution, "no resolution"), cause);
        } catch (Throwable second) {
            logger.error("error handler of listener '" + container.getListenerId() + "' failed on " + cause, second);
            return new Failure(FailureResolution.giveUp(), cause);
        }
    }

    /** Counts a message that will not be handed over again, and lets the listener answer it. */
    void settle(ZmqMessage message, Failure failure) {
        (failure.resolution.isRecovered() ? handled : failed).increment();
        try {
            listener.onFailure(message, failure.cause);
        } catch (Throwable unanswered) {
            logger.error(
                    "listener '" + container.getListenerId() + "' cannot answer " + message + ", which failed",
                    unanswered);
        }
    }

    /** What becomes of a message that failed. */
    record Failure(FailureResolution resolution, Throwable cause) {

        /**
         * Waits until the message is to be handed over again, if it is.
         *
         * @return {@code false} when it is not, or when the worker is to stop
         */
        boolean isRetried() {
            if (!resolution.isRetry()) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(resolution.delay().toMillis());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return !Thread.currentThread().isInterrupted();
        }
    }
}
