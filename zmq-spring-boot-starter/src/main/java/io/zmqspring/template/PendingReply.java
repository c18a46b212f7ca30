package io.zmqspring.template;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.AsyncFailures;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The reply to a request, converted, or its failure as a template shows it. To cancel it gives the request up.
 *
 * @param <T> the type of the reply
 */
final class PendingReply<T> extends CompletableFuture<T> {

    private final CompletableFuture<ZmqMessage> request;

    PendingReply(
            CompletableFuture<ZmqMessage> request,
            Function<ZmqMessage, T> conversion,
            UnaryOperator<Throwable> failures) {
        this.request = request;
        request.whenComplete((reply, failure) -> {
            if (failure != null) {
                completeExceptionally(failures.apply(AsyncFailures.causeOf(failure)));
                return;
            }
            try {
                complete(conversion.apply(reply));
            } catch (RuntimeException | Error unreadable) {
                completeExceptionally(unreadable);
            }
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        request.cancel(mayInterruptIfRunning);
        return super.cancel(mayInterruptIfRunning);
    }
}
