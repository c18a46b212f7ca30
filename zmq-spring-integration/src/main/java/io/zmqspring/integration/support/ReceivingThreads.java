package io.zmqspring.integration.support;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/** The threads of an endpoint that receives: how many, whose, and how long a stop waits for them. */
public final class ReceivingThreads {

    private int concurrency = 1;
    private @Nullable Executor executor;
    private Duration shutdownTimeout = Duration.ofSeconds(10);

    /** Creates one thread of its own, for which a stop waits 10 seconds. */
    public ReceivingThreads() {}

    /**
     * Sets how many there are.
     *
     * @param value 1 or more
     * @throws IllegalArgumentException when it is less
     */
    public void setConcurrency(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("concurrency=" + value + " is out of range: allowed is 1 or more");
        }
        this.concurrency = value;
    }

    /**
     * Sets where they come from.
     *
     * @param value runs each from start to stop
     */
    public void setExecutor(Executor value) {
        this.executor = value;
    }

    /**
     * Sets how long a stop waits.
     *
     * @param value zero or more
     * @throws IllegalArgumentException when it is negative
     */
    public void setShutdownTimeout(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a timeout is zero or more: shutdownTimeout=" + value);
        }
        this.shutdownTimeout = value;
    }

    /** {@return how many there are} */
    public int concurrency() {
        return concurrency;
    }

    /**
     * Gives what runs them. An executor that Spring would stop ahead of the endpoint, and which would then wait for
     * these threads as long as a phase may take, is moved to the phase of the endpoint.
     *
     * @param name of the endpoint, for new threads
     * @param phase of the endpoint
     * @return the executor that was set, or one that starts a thread for each task
     */
    public Executor executor(String name, int phase) {
        Executor given = executor;
        if (given instanceof ExecutorConfigurationSupport managed && managed.getPhase() > phase) {
            managed.setPhase(phase);
        }
        return given != null ? given : new SimpleAsyncTaskExecutor(name + "-");
    }

    /** {@return how long a stop waits} */
    public Duration shutdownTimeout() {
        return shutdownTimeout;
    }
}
