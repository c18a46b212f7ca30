package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A listener whose futures fail when they are not complete in time. A result that is late is not sent. */
final class LimitedListener extends ListenerDecorator {

    private final String listenerId;
    private final Duration timeout;
    private final Executor late;

    /** @param late runs what follows a failure, which may take time */
    LimitedListener(ZmqMessageListener listener, String listenerId, Duration timeout, Executor late) {
        super(listener);
        this.listenerId = listenerId;
        this.timeout = timeout;
        this.late = late;
    }

    @Override
    public @Nullable CompletionStage<?> handle(ZmqMessage message) throws Exception {
        CompletionStage<?> stage = listener.handle(message);
        if (stage == null) {
            return null;
        }
        CompletableFuture<?> handling = stage.toCompletableFuture();
        if (!handling.isDone()) {
            limit(handling, message);
        }
        return handling;
    }

    private void limit(CompletableFuture<?> handling, ZmqMessage message) {
        CompletableFuture<@Nullable Void> timer =
                new CompletableFuture<@Nullable Void>().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        timer.exceptionallyAsync(
                over -> {
                    handling.completeExceptionally(
                            new ZmqHandlingTimeoutException("listener '" + listenerId + "' on " + message, timeout));
                    return null;
                },
                late);
        handling.whenComplete((result, failure) -> timer.complete(null));
    }
}
