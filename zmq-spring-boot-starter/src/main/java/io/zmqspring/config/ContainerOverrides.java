package io.zmqspring.config;

import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * What one listener has otherwise than its container factory says; {@code null} leaves it to the factory.
 *
 * @param concurrency how many workers
 * @param autoStartup whether it starts with the application context
 * @param errorHandler decides about messages that fail
 */
public record ContainerOverrides(
        @Nullable Integer concurrency,
        @Nullable Boolean autoStartup,
        @Nullable ZmqContainerErrorHandler errorHandler) {

    private static final ContainerOverrides NONE = new ContainerOverrides(null, null, null);

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
        return new ContainerOverrides(value, autoStartup, errorHandler);
    }

    /**
     * Changes when it starts.
     *
     * @param value whether it starts with the application context, or {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withAutoStartup(@Nullable Boolean value) {
        return new ContainerOverrides(concurrency, value, errorHandler);
    }

    /**
     * Changes what decides about messages that fail.
     *
     * @param value the error handler, or {@code null} for the factory's
     * @return these overrides with that one
     */
    public ContainerOverrides withErrorHandler(@Nullable ZmqContainerErrorHandler value) {
        return new ContainerOverrides(concurrency, autoStartup, value);
    }

    void applyTo(ContainerProperties properties) {
        if (concurrency != null) {
            properties.setConcurrency(concurrency);
        }
        if (autoStartup != null) {
            properties.setAutoStartup(autoStartup);
        }
    }
}
