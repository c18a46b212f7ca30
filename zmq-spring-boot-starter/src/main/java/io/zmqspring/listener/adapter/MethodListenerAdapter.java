package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.AsyncFailures;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener method for each message and sends what it returns. A future or {@code Mono} is sent when it
 * completes.
 */
public final class MethodListenerAdapter implements ZmqMessageListener {

    private final ListenerInvocation invocation;
    private final ReplySender replySender;
    private final @Nullable ZmqListenerErrorHandler errorHandler;
    private final boolean replies;

    /**
     * Creates an adapter.
     *
     * @param invocation calls the method
     * @param replies whether the method takes a {@link ZmqReplier}
     * @param replySender sends results
     * @param errorHandler stands in when the method fails, or {@code null}
     */
    public MethodListenerAdapter(
            ListenerInvocation invocation,
            boolean replies,
            ReplySender replySender,
            @Nullable ZmqListenerErrorHandler errorHandler) {
        this.invocation = invocation;
        this.replies = replies;
        this.replySender = replySender;
        this.errorHandler = errorHandler;
    }

    /**
     * Checks whether a method has results to send.
     *
     * @param method the method
     * @return {@code false} when it returns {@code void}, {@link Void}, {@code Unit} of a suspend function, or a future
     *     or {@code Mono} of {@code Void}, and takes no {@link ZmqReplier}
     */
    public static boolean hasResult(Method method) {
        return takesReplier(method) || AsyncResults.hasResult(SuspendingFunctions.resultType(method));
    }

    /**
     * Checks whether a method replies by a {@link ZmqReplier}.
     *
     * @param method the method
     * @return whether it has a parameter of that type
     */
    public static boolean takesReplier(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(ZmqReplier.class);
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
            result = replies ? invokeWithReplier(frames) : invocation.invoke(frames);
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

    private CompletableFuture<?> invokeWithReplier(ZmqMessage frames) throws Exception {
        FutureReplier replier = new FutureReplier();
        invocation.invoke(frames, replier);
        return replier.result();
    }

    private @Nullable Object complete(ZmqMessage frames, @Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            replySender.reply(frames, value);
            return null;
        }
        try {
            replySender.reply(frames, recover(frames, AsyncFailures.causeOf(failure)));
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
    public Map<String, Object> headers(ZmqMessage frames) {
        return invocation.toSpringMessage(frames).getHeaders();
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
