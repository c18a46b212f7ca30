package io.zmqspring.core.benchmark.engine;

/** Sending socket that sees who subscribes (XPUB); subscriptions are received by one thread. */
public interface Publisher extends Outbound {

    /**
     * Waits for a subscription or a cancellation.
     *
     * @return 1 or 0, and the topic
     * @throws Exception if the engine fails
     */
    byte[] receiveSubscription() throws Exception;
}
