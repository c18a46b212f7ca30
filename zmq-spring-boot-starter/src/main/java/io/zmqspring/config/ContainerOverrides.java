package io.zmqspring.config;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.MessageOrdering;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one listener has otherwise than its container factory says; {@code null} leaves it to the factory.
 *
 * @param concurrency how many workers
 * @param autoStartup whether it starts with the application context
 * @param errorHandler decides about messages that fail
 * @param batchSize most messages of a batch
 * @param batchTimeout longest wait for more messages after the first of a batch
 * @param filter says which messages the listener gets
 * @param ordering which messages are handled in order
 */
public record ContainerOverrides(
        @Nullable Integer concurrency,
        @Nullable Boolean autoStartup,
        @Nullable ZmqContainerErrorHandler errorHandler,
        @Nullable Integer batchSize,
        @Nullable Duration batchTimeout,
        @Nullable Predicate<? super ZmqMessage> filter,
        @Nullable MessageOrdering ordering) {

    private static final ContainerOverrides NONE = new ContainerOverrides(null, null, null, null, null, null, null);

    /** {@return everything as the factory says} */
    public static ContainerOverrides none() {
        return NONE;
    }

    /**
     * Changes the number of workers.
     *
     * @param value how many workers, or {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withConcurrency(@Nullable Integer value) {
        return new ContainerOverrides(value, autoStartup, errorHandler, batchSize, batchTimeout, filter, ordering);
    }

    /**
     * Changes when it starts.
     *
     * @param value whether it starts with the application context, or {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withAutoStartup(@Nullable Boolean value) {
        return new ContainerOverrides(concurrency, value, errorHandler, batchSize, batchTimeout, filter, ordering);
    }

    /**
     * Changes what decides about messages that fail.
     *
     * @param value the error handler, or {@code null} for the factory's
     * @return these overrides with that one
     */
    public ContainerOverrides withErrorHandler(@Nullable ZmqContainerErrorHandler value) {
        return new ContainerOverrides(concurrency, autoStartup, value, batchSize, batchTimeout, filter, ordering);
    }

    /**
     * Changes the batches of a batch listener.
     *
     * @param size most messages of a batch, or {@code null} for what the factory says
     * @param timeout longest wait for more messages after the first, or {@code null} for what the factory says
     * @return these overrides with those
     */
    public ContainerOverrides withBatch(@Nullable Integer size, @Nullable Duration timeout) {
        return new ContainerOverrides(concurrency, autoStartup, errorHandler, size, timeout, filter, ordering);
    }

    /**
     * Changes which messages the listener gets.
     *
     * @param value accepts those, or {@code null} for all
     * @return these overrides with that one
     */
    public ContainerOverrides withFilter(@Nullable Predicate<? super ZmqMessage> value) {
        return new ContainerOverrides(concurrency, autoStartup, errorHandler, batchSize, batchTimeout, value, ordering);
    }

    /**
     * Changes which messages are handled in order.
     *
     * @param value which, or {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withOrdering(@Nullable MessageOrdering value) {
        return new ContainerOverrides(concurrency, autoStartup, errorHandler, batchSize, batchTimeout, filter, value);
    }

    void applyTo(ContainerProperties properties) {
        if (concurrency != null) {
            properties.setConcurrency(concurrency);
        }
        if (autoStartup != null) {
            properties.setAutoStartup(autoStartup);
        }
        if (ordering != null) {
            properties.setOrdering(ordering);
        }
        if (batchSize != null) {
            properties.setBatchSize(batchSize);
        }
        if (batchTimeout != null) {
            properties.setBatchTimeout(batchTimeout);
        }
    }
}
