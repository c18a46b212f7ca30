package io.zmqspring.listener;

import io.zmqspring.support.ZmqPhases;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of a listener container. Read when the container starts. Not thread-safe. */
public final class ContainerProperties {

    private int concurrency = 1;
    private boolean autoStartup = true;
    private int phase = ZmqPhases.LISTENERS;
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private boolean immediateStop;
    private @Nullable Duration idleEventInterval;
    private int maxPending = 1000;
    private @Nullable Duration pendingTimeout;
    private boolean virtualThreads;
    private int batchSize = 100;
    private Duration batchTimeout = Duration.ofMillis(100);
    private @Nullable MessageOrdering ordering;
    private StartupFailurePolicy startupFailurePolicy = StartupFailurePolicy.FAIL;
    private int startupMaxRetries = 3;
    private Duration startupRetryDelay = Duration.ofSeconds(10);

    /** Creates one with the defaults. */
    public ContainerProperties() {}

    /**
     * Creates a copy.
     *
     * @param other what to copy
     */
    public ContainerProperties(ContainerProperties other) {
        this.concurrency = other.concurrency;
        this.autoStartup = other.autoStartup;
        this.phase = other.phase;
        this.shutdownTimeout = other.shutdownTimeout;
        this.immediateStop = other.immediateStop;
        this.idleEventInterval = other.idleEventInterval;
        this.maxPending = other.maxPending;
        this.pendingTimeout = other.pendingTimeout;
        this.virtualThreads = other.virtualThreads;
        this.batchSize = other.batchSize;
        this.batchTimeout = other.batchTimeout;
        this.ordering = other.ordering;
        this.startupFailurePolicy = other.startupFailurePolicy;
        this.startupMaxRetries = other.startupMaxRetries;
        this.startupRetryDelay = other.startupRetryDelay;
    }

    /**
     * {@return how many workers call the listener at the same time, by default 1, which keeps the order of messages}
     */
    public int getConcurrency() {
        return concurrency;
    }

    /**
     * Sets {@link #getConcurrency()}.
     *
     * @param concurrency 1 or more
     * @throws IllegalArgumentException when it is less
     */
    public void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency=" + concurrency + " is out of range: allowed is 1 or more");
        }
        this.concurrency = concurrency;
    }

    /** {@return whether it starts with the application context, by default {@code true}} */
    public boolean isAutoStartup() {
        return autoStartup;
    }

    /**
     * Sets {@link #isAutoStartup()}.
     *
     * @param autoStartup whether it starts with the application context
     */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    /**
     * {@return its phase, by default {@link ZmqPhases#LISTENERS}; the container factory sets {@link
     * ZmqPhases#LOCAL_LISTENERS} where messages come from the same application}
     */
    public int getPhase() {
        return phase;
    }

    /**
     * Sets {@link #getPhase()}.
     *
     * @param phase its phase
     */
    public void setPhase(int phase) {
        this.phase = phase;
    }

    /**
     * {@return longest time a stop waits for what had arrived to be handled and for running listeners to return, by
     * default 10 s; after it the workers are interrupted}
     */
    public Duration getShutdownTimeout() {
        return shutdownTimeout;
    }

    /**
     * Sets {@link #getShutdownTimeout()}.
     *
     * @param shutdownTimeout zero or more
     * @throws IllegalArgumentException when it is negative
     */
    public void setShutdownTimeout(Duration shutdownTimeout) {
        if (shutdownTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "shutdownTimeout=" + shutdownTimeout + " is out of range: allowed is 0 s or more");
        }
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * {@return whether a stop leaves what had arrived in the socket, where a later start finds it unless the socket is
     * closed; by default {@code false}}
     */
    public boolean isImmediateStop() {
        return immediateStop;
    }

    /**
     * Sets {@link #isImmediateStop()}.
     *
     * @param immediateStop whether a stop hands over nothing more
     */
    public void setImmediateStop(boolean immediateStop) {
        this.immediateStop = immediateStop;
    }

    /**
     * {@return time without a message after which an idle event is published, or {@code null}, the default, for none}
     */
    public @Nullable Duration getIdleEventInterval() {
        return idleEventInterval;
    }

    /**
     * Sets {@link #getIdleEventInterval()}.
     *
     * @param idleEventInterval more than zero, or {@code null} for no event
     * @throws IllegalArgumentException when it is not more than zero
     */
    public void setIdleEventInterval(@Nullable Duration idleEventInterval) {
        if (idleEventInterval != null && (idleEventInterval.isNegative() || idleEventInterval.isZero())) {
            throw new IllegalArgumentException(
                    "idleEventInterval=" + idleEventInterval + " is out of range: allowed is more than 0 s");
        }
        this.idleEventInterval = idleEventInterval;
    }

    /**
     * {@return how many messages may be in handling after their listener has returned (futures), before workers stop
     * receiving; by default 1000}
     */
    public int getMaxPending() {
        return maxPending;
    }

    /**
     * Sets {@link #getMaxPending()}.
     *
     * @param maxPending 1 or more
     * @throws IllegalArgumentException when it is less
     */
    public void setMaxPending(int maxPending) {
        if (maxPending < 1) {
            throw new IllegalArgumentException("maxPending=" + maxPending + " is out of range: allowed is 1 or more");
        }
        this.maxPending = maxPending;
    }

    /**
     * {@return how long handling may go on after the listener has returned (futures); then the message has failed, and
     * a result that comes later is dropped; {@code null}, the default, for ever}
     */
    public @Nullable Duration getPendingTimeout() {
        return pendingTimeout;
    }

    /**
     * Sets {@link #getPendingTimeout()}.
     *
     * @param pendingTimeout more than zero, or {@code null} for none
     * @throws IllegalArgumentException when it is not more than zero
     */
    public void setPendingTimeout(@Nullable Duration pendingTimeout) {
        if (pendingTimeout != null && (pendingTimeout.isNegative() || pendingTimeout.isZero())) {
            throw new IllegalArgumentException(
                    "pendingTimeout=" + pendingTimeout + " is out of range: allowed is more than 0 s");
        }
        this.pendingTimeout = pendingTimeout;
    }

    /** {@return whether workers are virtual threads, by default {@code false}} */
    public boolean isVirtualThreads() {
        return virtualThreads;
    }

    /**
     * Sets {@link #isVirtualThreads()}.
     *
     * @param virtualThreads whether they are; needs Java 21
     */
    public void setVirtualThreads(boolean virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    /** {@return how many messages a batch has at most, by default 100; only batch listeners have batches} */
    public int getBatchSize() {
        return batchSize;
    }

    /**
     * Sets {@link #getBatchSize()}.
     *
     * @param batchSize 1 or more
     * @throws IllegalArgumentException when it is less
     */
    public void setBatchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize=" + batchSize + " is out of range: allowed is 1 or more");
        }
        this.batchSize = batchSize;
    }

    /**
     * {@return longest wait for more messages after the first of a batch, by default 100 ms; with zero a batch has what
     * is there}
     */
    public Duration getBatchTimeout() {
        return batchTimeout;
    }

    /**
     * Sets {@link #getBatchTimeout()}.
     *
     * @param batchTimeout zero or more
     * @throws IllegalArgumentException when it is negative
     */
    public void setBatchTimeout(Duration batchTimeout) {
        if (batchTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "batchTimeout=" + batchTimeout + " is out of range: allowed is 0 s or more");
        }
        this.batchTimeout = batchTimeout;
    }

    /** {@return what it does when its socket cannot be opened, by default {@link StartupFailurePolicy#FAIL}} */
    public StartupFailurePolicy getStartupFailurePolicy() {
        return startupFailurePolicy;
    }

    /**
     * Sets {@link #getStartupFailurePolicy()}.
     *
     * @param startupFailurePolicy what it does
     */
    public void setStartupFailurePolicy(StartupFailurePolicy startupFailurePolicy) {
        this.startupFailurePolicy = startupFailurePolicy;
    }

    /** {@return how often it tries again with {@link StartupFailurePolicy#RETRY}, by default 3 times} */
    public int getStartupMaxRetries() {
        return startupMaxRetries;
    }

    /**
     * Sets {@link #getStartupMaxRetries()}.
     *
     * @param startupMaxRetries 0 or more
     * @throws IllegalArgumentException when it is less
     */
    public void setStartupMaxRetries(int startupMaxRetries) {
        if (startupMaxRetries < 0) {
            throw new IllegalArgumentException(
                    "startupMaxRetries=" + startupMaxRetries + " is out of range: allowed is 0 or more");
        }
        this.startupMaxRetries = startupMaxRetries;
    }

    /** {@return time until it tries again with {@link StartupFailurePolicy#RETRY}, by default 10 s} */
    public Duration getStartupRetryDelay() {
        return startupRetryDelay;
    }

    /**
     * Sets {@link #getStartupRetryDelay()}.
     *
     * @param startupRetryDelay zero or more
     * @throws IllegalArgumentException when it is negative
     */
    public void setStartupRetryDelay(Duration startupRetryDelay) {
        if (startupRetryDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "startupRetryDelay=" + startupRetryDelay + " is out of range: allowed is 0 s or more");
        }
        this.startupRetryDelay = startupRetryDelay;
    }

    /**
     * {@return which messages are handled in order; {@code null}, the default, is {@link MessageOrdering#NONE} with a
     * concurrency of more than 1}
     */
    public @Nullable MessageOrdering getOrdering() {
        return ordering;
    }

    /**
     * Sets {@link #getOrdering()}.
     *
     * @param ordering which, or {@code null} for the default
     */
    public void setOrdering(@Nullable MessageOrdering ordering) {
        this.ordering = ordering;
    }
}
