package io.zmqspring.boot.autoconfigure;

import io.zmqspring.listener.ContainerProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of one listener; they take the place of those in its annotation. */
public final class ZmqContainerProperties {

    /** Number of messages the listener may handle at the same time; more than 1 gives up their order. */
    private @Nullable Integer concurrency;

    /** Whether the listener starts with the application. */
    private @Nullable Boolean autoStartup;

    /** Most messages of a batch. */
    private @Nullable Integer batchSize;

    /** Longest wait for more messages after the first of a batch; zero takes what is there. */
    private @Nullable Duration batchTimeout;

    /** Time after which a message whose future is not complete has failed. */
    private @Nullable Duration pendingTimeout;

    public @Nullable Integer getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(@Nullable Integer concurrency) {
        this.concurrency = concurrency;
    }

    public @Nullable Boolean getAutoStartup() {
        return autoStartup;
    }

    public void setAutoStartup(@Nullable Boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    public @Nullable Integer getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(@Nullable Integer batchSize) {
        this.batchSize = batchSize;
    }

    public @Nullable Duration getBatchTimeout() {
        return batchTimeout;
    }

    public void setBatchTimeout(@Nullable Duration batchTimeout) {
        this.batchTimeout = batchTimeout;
    }

    public @Nullable Duration getPendingTimeout() {
        return pendingTimeout;
    }

    public void setPendingTimeout(@Nullable Duration pendingTimeout) {
        this.pendingTimeout = pendingTimeout;
    }

    void applyTo(String listenerId, ContainerProperties target) {
        ConfiguredValues values = new ConfiguredValues("zmq.listener.containers." + listenerId);
        values.<Integer>pass("concurrency", concurrency, target::setConcurrency);
        values.<Boolean>pass("auto-startup", autoStartup, target::setAutoStartup);
        values.<Integer>pass("batch-size", batchSize, target::setBatchSize);
        values.<Duration>pass("batch-timeout", batchTimeout, target::setBatchTimeout);
        values.<Duration>pass("pending-timeout", pendingTimeout, target::setPendingTimeout);
    }
}
