package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.AsyncFailures;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** A listener with interceptors around it. */
final class InterceptedListener extends ListenerDecorator {

    private static final Log logger = LogFactory.getLog(InterceptedListener.class);

    private final Interceptors interceptors;

    InterceptedListener(ZmqMessageListener listener, Interceptors interceptors) {
        super(listener);
        this.interceptors = interceptors;
    }

    @Override
    public @Nullable CompletionStage<?> handle(ZmqMessage received) throws Exception {
        ZmqMessage message = interceptors.intercept(received);
        if (message == null) {
            listener.onSkip(received);
            return null;
        }
        CompletionStage<?> stage;
        try {
            stage = listener.handle(message);
        } catch (Throwable failure) {
            ended(message, failure);
            throw failure;
        }
        if (stage == null) {
            ended(message, null);
            return null;
        }
        return stage.whenComplete(
                (result, failure) -> ended(message, failure == null ? null : AsyncFailures.causeOf(failure)));
    }

    private void ended(ZmqMessage message, @Nullable Throwable failure) {
        try {
            interceptors.ended(message, failure);
        } catch (RuntimeException thrown) {
            logger.error("an interceptor failed after " + message, thrown);
        }
    }

    /** The filter and the interceptors of one container, as one. */
    record Interceptors(List<ZmqMessageInterceptor> inOrder, ZmqMessageListenerContainer container) {

        @Nullable ZmqMessage intercept(ZmqMessage received) throws Exception {
            ZmqMessage message = received;
            for (ZmqMessageInterceptor interceptor : inOrder) {
                message = interceptor.intercept(message, container);
                if (message == null) {
                    return null;
                }
            }
            return message;
        }

        void ended(ZmqMessage message, @Nullable Throwable failure) {
            for (ZmqMessageInterceptor interceptor : inOrder) {
                if (failure == null) {
                    interceptor.success(message, container);
                } else {
                    interceptor.failure(message, failure, container);
                }
            }
            inOrder.forEach(interceptor -> interceptor.afterMessage(message, container));
        }
    }
}
