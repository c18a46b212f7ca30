package io.zmqspring.core.benchmark.engine;

/** A sending socket that also receives the subscriptions of its peers (XPUB). One thread receives them. */
public interface Publisher extends Outbound {

    /**
     * Waits for a subscription or a cancellation.
     *
     * @return 1 or 0, and the topic
     * @throws Exception if the engine fails
     */
    byte[] receiveSubscription() throws Exception;

    /**
     * Sends a message that is not of the run's shape.
     *
     * @param message not changed by the caller afterwards
     * @throws Exception if the engine fails
     */
    void publish(byte[] message) throws Exception;
}
