package io.zmqspring.listener;

import io.micrometer.observation.Observation;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.AsyncFailures;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A listener each of whose calls is observed, until its future is complete where it returns one. */
final class ObservedListener extends ListenerDecorator {

    private final Function<ZmqMessage, Observation> observations;

    /** @param observations creates an observation, not started */
    ObservedListener(ZmqMessageListener listener, Function<ZmqMessage, Observation> observations) {
        super(listener);
        this.observations = observations;
    }

    @Override
    public @Nullable CompletionStage<?> handle(ZmqMessage message) throws Exception {
        Observation observation = observations.apply(message).start();
        CompletionStage<?> stage;
        Observation.Scope scope = observation.openScope();
        try {
            stage = listener.handle(message);
        } catch (Throwable failure) {
            scope.close();
            stop(observation, failure);
            throw failure;
        }
        scope.close();
        if (stage == null) {
            observation.stop();
            return null;
        }
        return stage.whenComplete((result, failure) -> stop(observation, failure));
    }

    private static void stop(Observation observation, @Nullable Throwable failure) {
        if (failure != null) {
            observation.error(AsyncFailures.causeOf(failure));
        }
        observation.stop();
    }
}
