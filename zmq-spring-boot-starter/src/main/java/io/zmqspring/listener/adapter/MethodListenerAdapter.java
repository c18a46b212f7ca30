package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Calls a listener method for each message and sends what it returns. A future or {@code Mono} is sent when it
 * completes.
 */
public final class MethodListenerAdapter implements ZmqMessageListener {

    private final ListenerInvocation invocation;
    private final ReplySender replySender;
    private final @Nullable ZmqListenerErrorHandler errorHandler;

    /**
     * Creates an adapter.
     *
     * @param invocation calls the method
     * @param replySender sends results
     * @param errorHandler stands in when the method fails, or {@code null}
     */
    public MethodListenerAdapter(
            ListenerInvocation invocation, ReplySender replySender, @Nullable ZmqListenerErrorHandler errorHandler) {
        this.invocation = invocation;
        this.replySender = replySender;
        this.errorHandler = errorHandler;
    }

    /**
     * Tells whether a method has results to send.
     *
     * @param method the method
     * @return {@code false} when it returns {@code void}, {@link Void}, or a future or {@code Mono} of that
     */
    public static boolean hasResult(Method method) {
        return AsyncResults.hasResult(ResolvableType.forMethodReturnType(method));
    }

    /** Handles a message and waits for its result. The container calls {@link #handle} instead, which does not wait. */
    @Override
    public void onMessage(ZmqMessage message) throws Exception {
        CompletionStage<?> stage = handle(message);
        if (stage != null) {
            stage.toCompletableFuture().get();
        }
    }

    @Override
    public @Nullable CompletionStage<?> handle(ZmqMessage frames) throws Exception {
        Object result;
        try {
            result = invocation.invoke(frames);
        } catch (Exception failure) {
            replySender.reply(frames, recover(frames, failure));
            return null;
        }
        CompletableFuture<?> future = result == null ? null : AsyncResults.asFuture(result);
        if (future == null) {
            replySender.reply(frames, result);
            return null;
        }
        return future.handle((value, failure) -> complete(frames, value, failure));
    }

    private @Nullable Object complete(ZmqMessage frames, @Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            replySender.reply(frames, value);
            return null;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        try {
            replySender.reply(frames, recover(frames, cause));
            return null;
        } catch (Exception unrecovered) {
            throw new CompletionException(unrecovered);
        }
    }

    private @Nullable Object recover(ZmqMessage frames, Throwable failure) throws Exception {
        ListenerExecutionFailedException wrapped = new ListenerExecutionFailedException(
                invocation.description() + " failed on " + frames + ": " + failure, failure);
        if (errorHandler == null) {
            throw wrapped;
        }
        return errorHandler.handleError(invocation.toSpringMessage(frames), wrapped);
    }

    @Override
    public void onFailure(ZmqMessage message, Throwable failure) {
        replySender.replyToFailure(message, failure);
    }

    @Override
    public void onSkip(ZmqMessage message) {
        replySender.reply(message, null);
    }
}
