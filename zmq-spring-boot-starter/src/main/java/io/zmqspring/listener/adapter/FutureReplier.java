package io.zmqspring.listener.adapter;

import io.zmqspring.listener.ZmqReplier;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Completes a future with the result of a message. */
final class FutureReplier implements ZmqReplier {

    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

    CompletableFuture<?> result() {
        return result;
    }

    @Override
    public void reply(@Nullable Object value) {
        requireFirst(result.complete(value));
    }

    @Override
    public void fail(Throwable failure) {
        requireFirst(result.completeExceptionally(failure));
    }

    private static void requireFirst(boolean first) {
        if (!first) {
            throw new IllegalStateException("the message was replied to already");
        }
    }
}
