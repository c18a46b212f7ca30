package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqBatchListenerFailedException;
import io.zmqspring.listener.ZmqBatchMessageListener;
import io.zmqspring.listener.ZmqHandlingTimeoutException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.HandlerMethod;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a listener method with a list for each batch. A future or {@code Mono} it returns is waited for, before the
 * next batch, as long as a time-out says. What it returns is sent to another socket, each element of a collection by
 * itself.
 */
public final class BatchListenerAdapter implements ZmqBatchMessageListener {

    private final HandlerMethod handler;
    private final Method method;
    private final BatchElements elements;
    private final @Nullable ForwardingReplySender results;
    private final @Nullable Duration pendingTimeout;

    /**
     * Creates an adapter.
     *
     * @param handler the method, whose only parameter is a {@code List}
     * @param elements makes the elements of the list
     * @param results sends what the method returns, or {@code null} when that is dropped
     * @param pendingTimeout longest wait for a future, or {@code null} for no end
     */
    public BatchListenerAdapter(
            HandlerMethod handler,
            BatchElements elements,
            @Nullable ForwardingReplySender results,
            @Nullable Duration pendingTimeout) {
        this.handler = handler;
        this.method = handler.getMethod();
        this.elements = elements;
        this.results = results;
        this.pendingTimeout = pendingTimeout;
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
            Object result = awaited(call(batch), batch.size());
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
        if (SuspendingFunctions.isSuspending(method)) {
            return SuspendingFunctions.call(method, handler.getBean(), batch);
        }
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

    private @Nullable Object awaited(@Nullable Object result, int messages) throws Exception {
        CompletableFuture<?> future = AsyncResults.asFuture(result);
        if (future == null) {
            return result;
        }
        Duration timeout = pendingTimeout;
        try {
            return timeout == null ? future.get() : future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        } catch (TimeoutException late) {
            throw new ZmqHandlingTimeoutException(
                    handler.getShortLogMessage() + " on a batch of " + messages + " messages",
                    Objects.requireNonNull(timeout));
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
