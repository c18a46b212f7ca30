package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
    private final ZmqMessageListener listener;
    private final int maxPending;
    private final Executor retries;
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

    /** Hands over a message on a worker, again and again while the error handler says so. */
    void deliver(ZmqMessage message) {
        received.increment();
        FailureResolution resolution;
        int attempt = 0;
        do {
            resolution = deliver(message, ++attempt);
        } while (resolution != null && resolution.isRetry() && waitOut(resolution.delay()));
        if (resolution != null) {
            settle(resolution);
        }
    }

    /** {@return what becomes of the message, or {@code null} when it is handled or its future will say} */
    private @Nullable FailureResolution deliver(ZmqMessage message, int attempt) {
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
            return resolve(message, attempt, failure);
        }
    }

    /** {@return whether the delay is over; {@code false} when the worker is to stop} */
    private static boolean waitOut(Duration delay) {
        try {
            TimeUnit.MILLISECONDS.sleep(delay.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return !Thread.currentThread().isInterrupted();
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
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                FailureResolution resolution = resolve(message, attempt, cause);
                again = resolution.isRetry() && retryLater(message, attempt + 1, resolution.delay());
                if (!again) {
                    settle(resolution);
                }
            }
        } finally {
            if (!again) {
                noMorePending();
            }
        }
    }

    /** {@return whether the message will be handed over again, on a thread of its own} */
    private boolean retryLater(ZmqMessage message, int attempt, Duration delay) {
        try {
            Executor orGiveUp = task -> {
                try {
                    retries.execute(task);
                } catch (RuntimeException | Error noThread) {
                    logger.error("listener '" + container.getListenerId() + "' cannot retry " + message, noThread);
                    giveUpRetry();
                }
            };
            CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, orGiveUp)
                    .execute(() -> retry(message, attempt));
            return true;
        } catch (RuntimeException | Error noTimer) {
            logger.error("listener '" + container.getListenerId() + "' cannot retry " + message, noTimer);
            return false;
        }
    }

    private void retry(ZmqMessage message, int attempt) {
        if (!container.isRunning()) {
            giveUpRetry();
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

    private void giveUpRetry() {
        settle(FailureResolution.giveUp());
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

    private FailureResolution resolve(ZmqMessage message, int attempt, Throwable failure) {
        lastFailure = failure;
        try {
            return Objects.requireNonNull(
                    errorHandler.handleError(new FailedDelivery(message, 0, attempt, failure, container)),
                    "no resolution");
        } catch (Throwable second) {
            logger.error("error handler of listener '" + container.getListenerId() + "' failed on " + failure, second);
            return FailureResolution.giveUp();
        }
    }

    private void settle(FailureResolution resolution) {
        (resolution.isRecovered() ? handled : failed).increment();
    }
}
