package io.zmqspring.config;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.DefaultZmqMessageListenerContainer;
import io.zmqspring.listener.MessageOrdering;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one listener that replace those of its container factory; {@code null} keeps the factory's. Immutable:
 * each {@code with…} gives other overrides.
 */
public final class ContainerOverrides {

    private static final ContainerOverrides NONE = new ContainerOverrides();

    private @Nullable Integer concurrency;
    private @Nullable Boolean autoStartup;
    private @Nullable ZmqContainerErrorHandler errorHandler;
    private @Nullable Integer batchSize;
    private @Nullable Duration batchTimeout;
    private @Nullable Predicate<? super ZmqMessage> filter;
    private @Nullable MessageOrdering ordering;
    private @Nullable Executor executor;
    private List<Advice> adviceChain = List.of();

    private ContainerOverrides() {}

    /** {@return everything as the factory says} */
    public static ContainerOverrides none() {
        return NONE;
    }

    /** {@return how many workers} */
    public @Nullable Integer concurrency() {
        return concurrency;
    }

    /** {@return whether it starts with the application context} */
    public @Nullable Boolean autoStartup() {
        return autoStartup;
    }

    /** {@return what decides about messages that fail} */
    public @Nullable ZmqContainerErrorHandler errorHandler() {
        return errorHandler;
    }

    /** {@return which messages the listener gets} */
    public @Nullable Predicate<? super ZmqMessage> filter() {
        return filter;
    }

    /** {@return what stands around each call of the listener, inside of the factory's, the first outermost} */
    public List<Advice> adviceChain() {
        return adviceChain;
    }

    /**
     * Changes the number of workers.
     *
     * @param value how many workers, or {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withConcurrency(@Nullable Integer value) {
        return with(copy -> copy.concurrency = value);
    }

    /**
     * Changes when it starts.
     *
     * @param value whether it starts with the application context, or {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withAutoStartup(@Nullable Boolean value) {
        return with(copy -> copy.autoStartup = value);
    }

    /**
     * Changes what decides about messages that fail.
     *
     * @param value the error handler, or {@code null} for the factory's
     * @return these overrides with that one
     */
    public ContainerOverrides withErrorHandler(@Nullable ZmqContainerErrorHandler value) {
        return with(copy -> copy.errorHandler = value);
    }

    /**
     * Changes the batches of a batch listener.
     *
     * @param size most messages of a batch, or {@code null} for what the factory says
     * @param timeout longest wait for more messages after the first, or {@code null} for what the factory says
     * @return these overrides with those
     */
    public ContainerOverrides withBatch(@Nullable Integer size, @Nullable Duration timeout) {
        return with(copy -> {
            copy.batchSize = size;
            copy.batchTimeout = timeout;
        });
    }

    /**
     * Changes which messages the listener gets.
     *
     * @param value accepts those, or {@code null} for all
     * @return these overrides with that one
     */
    public ContainerOverrides withFilter(@Nullable Predicate<? super ZmqMessage> value) {
        return with(copy -> copy.filter = value);
    }

    /**
     * Changes which messages are handled in order.
     *
     * @param value which, or {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withOrdering(@Nullable MessageOrdering value) {
        return with(copy -> copy.ordering = value);
    }

    /**
     * Changes what runs the workers, see {@link DefaultZmqMessageListenerContainer#setTaskExecutor}.
     *
     * @param value has a thread for each worker; {@code null} for what the factory says
     * @return these overrides with that one
     */
    public ContainerOverrides withExecutor(@Nullable Executor value) {
        return with(copy -> copy.executor = value);
    }

    /**
     * Changes what stands around each call of the listener.
     *
     * @param value the first outermost; inside of the factory's
     * @return these overrides with those
     */
    public ContainerOverrides withAdviceChain(List<? extends Advice> value) {
        return with(copy -> copy.adviceChain = List.copyOf(value));
    }

    /** {@return what runs the workers} */
    @Nullable Executor executor(@Nullable Executor ofFactory) {
        return executor != null ? executor : ofFactory;
    }

    private ContainerOverrides with(Consumer<ContainerOverrides> change) {
        ContainerOverrides copy = new ContainerOverrides();
        copy.concurrency = concurrency;
        copy.autoStartup = autoStartup;
        copy.errorHandler = errorHandler;
        copy.batchSize = batchSize;
        copy.batchTimeout = batchTimeout;
        copy.filter = filter;
        copy.ordering = ordering;
        copy.executor = executor;
        copy.adviceChain = adviceChain;
        change.accept(copy);
        return copy;
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

    void applyTo(DefaultZmqMessageListenerContainer container) {
        if (errorHandler != null) {
            container.setErrorHandler(errorHandler);
        }
        if (executor != null) {
            container.setTaskExecutor(executor);
        }
    }
}
