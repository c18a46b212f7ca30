package io.zmqspring.core.request;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Completes requests that are over, each where the application expects it: the future of a caller that waits at once,
 * since nothing else depends on it; others on the executor, or on the worker. Any thread.
 */
final class Completion {

    private final @Nullable Executor executor;
    private final RequesterWorker worker;
    private final WaitingCallers callers;
    private final Queue<RequestFuture> handedOver = new ConcurrentLinkedQueue<>();

    /**
     * Creates it.
     *
     * @param executor of the application, or {@code null}
     * @param worker completes requests where there is no executor
     * @param callers one of which receives while the application runs on the worker
     */
    Completion(@Nullable Executor executor, RequesterWorker worker, WaitingCallers callers) {
        this.executor = executor;
        this.worker = worker;
        this.callers = callers;
    }

    /**
     * Completes a request.
     *
     * @param request that is over, with its outcome
     * @param mayRunApplication whether what the application has added to futures may run on this thread
     */
    void complete(RequestFuture request, boolean mayRunApplication) {
        if (request.hasWaiter()) {
            request.finish();
            return;
        }
        if (executor != null) {
            try {
                executor.execute(request::finish);
                return;
            } catch (RuntimeException refused) {
                // The worker completes it.
            }
        }
        if (mayRunApplication) {
            callers.letOneReceive();
            request.finish();
        } else {
            completeLater(request);
        }
    }

    /**
     * Completes a request without a call of the application on this thread.
     *
     * @param request that is over, with its outcome
     */
    void completeLater(RequestFuture request) {
        if (request.hasWaiter()) {
            request.finish();
            return;
        }
        handedOver.add(request);
        try {
            worker.wake();
        } catch (RejectedExecutionException contextIsClosed) {
            // Nobody will come for it.
            completeHandedOver();
        }
    }

    /** Completes what was left to the worker. */
    void completeHandedOver() {
        for (RequestFuture request = handedOver.poll(); request != null; request = handedOver.poll()) {
            complete(request, true);
        }
    }

    /** {@return whether nothing is left to the worker} */
    boolean isEmpty() {
        return handedOver.isEmpty();
    }
}
