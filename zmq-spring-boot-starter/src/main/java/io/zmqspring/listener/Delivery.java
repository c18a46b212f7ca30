package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the listener, counts them, and takes failures to the error handler. Nothing it calls can throw
 * through it.
 */
final class Delivery {

    private static final Log logger = LogFactory.getLog(Delivery.class);

    private final ZmqMessageListenerContainer container;
    private final ZmqMessageListener listener;
    private final int maxPending;
    private final LongAdder received = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int pending;
    private volatile ZmqContainerErrorHandler errorHandler = new LoggingErrorHandler();
    private volatile @Nullable Throwable lastFailure;

    Delivery(ZmqMessageListenerContainer container, ZmqMessageListener listener, int maxPending) {
        this.container = container;
        this.listener = listener;
        this.maxPending = maxPending;
    }

    void setErrorHandler(ZmqContainerErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    void deliver(ZmqMessage message) {
        received.increment();
        try {
            CompletionStage<?> stage = listener.handle(message);
            if (stage == null) {
                handled.increment();
            } else {
                begun();
                stage.whenComplete((result, failure) -> ended(message, failure));
                awaitFewer();
            }
        } catch (Throwable failure) {
            failed(message, failure);
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

    private void ended(ZmqMessage message, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                handled.increment();
            } else {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                failed(message, cause);
            }
        } finally {
            lock.lock();
            try {
                pending--;
                fewer.signalAll();
            } finally {
                lock.unlock();
            }
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

    private void failed(ZmqMessage message, Throwable failure) {
        failed.increment();
        lastFailure = failure;
        try {
            errorHandler.handleError(failure, message, container);
        } catch (Throwable second) {
            logger.error("error handler of listener '" + container.getListenerId() + "' failed on " + failure, second);
        }
    }
}
