package io.zmqspring.integration.support;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Properties of endpoints with threads that receive. Set by one thread before the first start. */
public interface ReceivingThreadsSettings {

    /** {@return the threads of this endpoint, for the methods of this interface} */
    ReceivingThreads receivingThreads();

    /**
     * Sets how many threads receive and run the flow. More than one is for flows that block.
     *
     * @param concurrency 1 or more, by default 1, which keeps the order of messages
     * @throws IllegalArgumentException when it is less
     */
    default void setConcurrency(int concurrency) {
        receivingThreads().setConcurrency(concurrency);
    }

    /**
     * Sets the executor of the threads that receive, which are occupied from start to stop.
     *
     * @param executor by default new threads at each start, named after this bean; a {@code ThreadPoolTaskExecutor} of
     *     a later phase is moved to the phase of this bean, so that both stop together
     */
    default void setTaskExecutor(Executor executor) {
        receivingThreads().setExecutor(executor);
    }

    /**
     * Sets how long stop waits for the flow to handle what had arrived, and a gateway for the replies.
     *
     * @param timeout zero or more, by default 10 seconds; then the flow is interrupted and open requests are given up.
     *     Further messages stay in a given socket, and are dropped with a socket of the endpoint's own
     * @throws IllegalArgumentException when it is negative
     */
    default void setShutdownTimeout(Duration timeout) {
        receivingThreads().setShutdownTimeout(timeout);
    }
}
