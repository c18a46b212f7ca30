package io.zmqspring.template;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.observation.DefaultZmqTemplateObservationConvention;
import io.zmqspring.observation.ZmqSenderContext;
import io.zmqspring.observation.ZmqTemplateObservationConvention;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** Observes what a template sends. Any thread. */
final class TemplateObservation {

    private static final ZmqTemplateObservationConvention DEFAULT = new DefaultZmqTemplateObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable ZmqTemplateObservationConvention convention;

    TemplateObservation(ObservationRegistry registry, @Nullable ZmqTemplateObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    /**
     * Observes a call.
     *
     * @param call gets the payload, with the headers that a tracer has added
     * @return what the call returned
     */
    @SuppressWarnings("try")
    <T extends @Nullable Object> T observe(
            String socketName, String operation, Object payload, Function<Object, T> call) {
        ZmqSenderContext context = new ZmqSenderContext(socketName, operation);
        Observation observation = start(context);
        try (Observation.Scope scope = observation.openScope()) {
            return call.apply(withHeaders(payload, context));
        } catch (RuntimeException | Error failure) {
            observation.error(failure);
            throw failure;
        } finally {
            observation.stop();
        }
    }

    /** As {@link #observe}, until the future is complete. */
    @SuppressWarnings("try")
    <T extends @Nullable Object> CompletableFuture<T> observeAsync(
            String socketName, String operation, Object payload, Function<Object, CompletableFuture<T>> call) {
        ZmqSenderContext context = new ZmqSenderContext(socketName, operation);
        Observation observation = start(context);
        try (Observation.Scope scope = observation.openScope()) {
            CompletableFuture<T> result = call.apply(withHeaders(payload, context));
            result.whenComplete((value, failure) -> {
                if (failure != null) {
                    observation.error(failure);
                }
                observation.stop();
            });
            return result;
        } catch (RuntimeException | Error failure) {
            observation.error(failure);
            observation.stop();
            throw failure;
        }
    }

    private Observation start(ZmqSenderContext context) {
        return Observation.createNotStarted(convention, DEFAULT, () -> context, registry)
                .start();
    }

    /** Frames that the application, or the envelope of a reply, has laid out already take no further one. */
    private static Object withHeaders(Object payload, ZmqSenderContext context) {
        if (context.getHeaders().isEmpty() || payload instanceof ZmqMessage) {
            return payload;
        }
        MessageBuilder<?> builder = payload instanceof Message<?> message
                ? MessageBuilder.fromMessage(message)
                : MessageBuilder.withPayload(payload);
        return builder.copyHeadersIfAbsent(context.getHeaders()).build();
    }
}
