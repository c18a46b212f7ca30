package io.zmqspring.template;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.AsyncFailures;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a request, converted, or its failure as a template shows it. To cancel it gives the request up.
 *
 * @param <T> the type of the reply
 */
final class PendingReply<T> extends CompletableFuture<T> {

    private final CompletableFuture<ZmqMessage> request;

    /**
     * @param request the request under way
     * @param completions converts the reply, and runs what follows; where it refuses, the requester's thread does
     * @param conversion makes an object of the reply
     * @param failures what a template shows of a failure
     */
    PendingReply(
            CompletableFuture<ZmqMessage> request,
            Executor completions,
            Function<ZmqMessage, T> conversion,
            UnaryOperator<Throwable> failures) {
        this.request = request;
        if (request.isDone()) {
            request.whenComplete((reply, failure) -> end(reply, failure, conversion, failures));
        } else {
            request.whenComplete(
                    (reply, failure) -> onExecutor(completions, () -> end(reply, failure, conversion, failures)));
        }
    }

    private static void onExecutor(Executor completions, Runnable end) {
        try {
            completions.execute(end);
        } catch (RejectedExecutionException ended) {
            end.run();
        }
    }

    private void end(
            @Nullable ZmqMessage reply,
            @Nullable Throwable failure,
            Function<ZmqMessage, T> conversion,
            UnaryOperator<Throwable> failures) {
        if (failure != null || reply == null) {
            completeExceptionally(failures.apply(AsyncFailures.causeOf(Objects.requireNonNull(failure))));
            return;
        }
        try {
            complete(conversion.apply(reply));
        } catch (RuntimeException | Error unreadable) {
            completeExceptionally(unreadable);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        request.cancel(mayInterruptIfRunning);
        return super.cancel(mayInterruptIfRunning);
    }
}
