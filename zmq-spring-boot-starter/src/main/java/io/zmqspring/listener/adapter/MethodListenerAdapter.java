package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.support.converter.FramesMessage;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a listener method for each message and sends what it returns. A future or {@code Mono} is sent when it
 * completes.
 */
public final class MethodListenerAdapter implements ZmqMessageListener {

    private final InvocableHandlerMethod method;
    private final ZmqMessageConverter converter;
    private final Envelope envelope;
    private final Map<String, Object> headers;
    private final ReplySender replySender;
    private final @Nullable ZmqListenerErrorHandler errorHandler;

    /**
     * Creates an adapter.
     *
     * @param method the method, with its argument resolvers
     * @param converter wraps received frames
     * @param envelope what stands ahead of the payload of received messages
     * @param headers headers of each message
     * @param replySender sends results
     * @param errorHandler stands in when the method fails, or {@code null}
     */
    public MethodListenerAdapter(
            InvocableHandlerMethod method,
            ZmqMessageConverter converter,
            Envelope envelope,
            Map<String, Object> headers,
            ReplySender replySender,
            @Nullable ZmqListenerErrorHandler errorHandler) {
        this.method = method;
        this.converter = converter;
        this.envelope = envelope;
        this.headers = Map.copyOf(headers);
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
        FramesMessage message = converter.toSpringMessage(frames, envelope, headers);
        Object result;
        try {
            result = method.invoke(message);
        } catch (Exception failure) {
            replySender.reply(frames, recover(message, failure));
            return null;
        }
        CompletableFuture<?> future = AsyncResults.asFuture(result);
        if (future == null) {
            replySender.reply(frames, result);
            return null;
        }
        return future.handle((value, failure) -> complete(message, value, failure));
    }

    private @Nullable Object complete(FramesMessage message, @Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            replySender.reply(message.getFrames(), value);
            return null;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        try {
            replySender.reply(message.getFrames(), recover(message, cause));
            return null;
        } catch (Exception unrecovered) {
            throw new CompletionException(unrecovered);
        }
    }

    private @Nullable Object recover(FramesMessage message, Throwable failure) throws Exception {
        ListenerExecutionFailedException wrapped = new ListenerExecutionFailedException(
                method.getShortLogMessage() + " failed on " + message.getFrames() + ": " + failure, failure);
        if (errorHandler == null) {
            throw wrapped;
        }
        return errorHandler.handleError(message, wrapped);
    }

    @Override
    public void onFailure(ZmqMessage message, Throwable failure) {
        replySender.replyToFailure(message, failure);
    }
}
