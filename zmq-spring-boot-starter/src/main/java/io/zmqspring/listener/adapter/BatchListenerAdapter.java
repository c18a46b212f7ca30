package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqBatchListenerFailedException;
import io.zmqspring.listener.ZmqBatchMessageListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.HandlerMethod;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a listener method with a list for each batch. A future or {@code Mono} it returns is waited for, before the
 * next batch. What it returns is sent to another socket, each element of a collection by itself.
 */
public final class BatchListenerAdapter implements ZmqBatchMessageListener {

    private final HandlerMethod handler;
    private final Method method;
    private final BatchElements elements;
    private final @Nullable ForwardingReplySender results;

    /**
     * Creates an adapter.
     *
     * @param handler the method, whose only parameter is a {@code List}
     * @param elements makes the elements of the list
     * @param results sends what the method returns, or {@code null} when that is dropped
     */
    public BatchListenerAdapter(
            HandlerMethod handler, BatchElements elements, @Nullable ForwardingReplySender results) {
        this.handler = handler;
        this.method = handler.getMethod();
        this.elements = elements;
        this.results = results;
        ReflectionUtils.makeAccessible(method);
    }

    @Override
    public @Nullable Object element(ZmqMessage message) throws Exception {
        try {
            return elements.of(message);
        } catch (Exception unreadable) {
            throw new ListenerExecutionFailedException(
                    handler.getShortLogMessage() + " cannot be given " + message + ": " + unreadable, unreadable);
        }
    }

    @Override
    public void onBatch(List<? extends @Nullable Object> batch) throws Exception {
        try {
            Object result = awaited(call(batch));
            if (results != null && result != null) {
                forward(results, result);
            }
        } catch (ZmqBatchListenerFailedException indexed) {
            throw indexed;
        } catch (Exception failure) {
            throw new ListenerExecutionFailedException(
                    handler.getShortLogMessage() + " failed on a batch of " + batch.size() + " messages: " + failure,
                    failure);
        }
    }

    private @Nullable Object call(List<? extends @Nullable Object> batch) throws Exception {
        try {
            return method.invoke(handler.getBean(), batch);
        } catch (InvocationTargetException thrown) {
            Throwable target = thrown.getTargetException();
            if (target instanceof Error error) {
                throw error;
            }
            throw target instanceof Exception exception ? exception : thrown;
        }
    }

    private static @Nullable Object awaited(@Nullable Object result) throws Exception {
        CompletableFuture<?> future = AsyncResults.asFuture(result);
        if (future == null) {
            return result;
        }
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private static void forward(ForwardingReplySender results, Object result) {
        if (result instanceof Collection<?> several) {
            several.forEach(each -> results.forward(null, each));
        } else {
            results.forward(null, result);
        }
    }
}
