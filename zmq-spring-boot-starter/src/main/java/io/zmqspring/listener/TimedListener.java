package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.AsyncFailures;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A listener each of whose calls is measured, until its future is complete where it returns one. */
final class TimedListener extends ListenerDecorator {

    private final ZmqHandlingTimer timer;

    TimedListener(ZmqMessageListener listener, ZmqHandlingTimer timer) {
        super(listener);
        this.timer = timer;
    }

    @Override
    public @Nullable CompletionStage<?> handle(ZmqMessage message) throws Exception {
        long startNs = System.nanoTime();
        CompletionStage<?> stage;
        try {
            stage = listener.handle(message);
        } catch (Throwable failure) {
            timer.handled(System.nanoTime() - startNs, failure);
            throw failure;
        }
        if (stage == null) {
            timer.handled(System.nanoTime() - startNs, null);
            return null;
        }
        return stage.whenComplete((result, failure) ->
                timer.handled(System.nanoTime() - startNs, failure == null ? null : AsyncFailures.causeOf(failure)));
    }
}
