package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stands around another listener and handles nothing itself. */
abstract class ListenerDecorator implements ZmqMessageListener {

    final ZmqMessageListener listener;

    ListenerDecorator(ZmqMessageListener listener) {
        this.listener = listener;
    }

    @Override
    public final void onMessage(ZmqMessage message) throws Exception {
        CompletionStage<?> stage = handle(message);
        if (stage != null) {
            stage.toCompletableFuture().get();
        }
    }

    @Override
    public abstract @Nullable CompletionStage<?> handle(ZmqMessage message) throws Exception;

    @Override
    public final Map<String, Object> headers(ZmqMessage message) {
        return listener.headers(message);
    }

    @Override
    public final void onFailure(ZmqMessage message, Throwable failure) {
        listener.onFailure(message, failure);
    }

    @Override
    public final void onSkip(ZmqMessage message) {
        listener.onSkip(message);
    }
}
