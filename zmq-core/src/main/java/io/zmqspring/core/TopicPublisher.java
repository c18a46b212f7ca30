package io.zmqspring.core;

import java.time.Duration;

/** Sends messages to those that have subscribed to their topics (29/PUBSUB). Any thread. */
public interface TopicPublisher extends MessageSender {

    /** {@return how many different topics peers have subscribed to now (libzmq ZMQ_TOPICS_COUNT)} */
    int topics();

    /**
     * Waits until a peer has subscribed to a topic, so that a message sent from then on is not lost for being too
     * early.
     *
     * @param topic the first frame of the message, or its first bytes; a subscription to any prefix of it counts
     * @param timeout longest wait, zero for none
     * @return whether a peer has subscribed
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed
     * @throws io.zmqspring.core.error.ZmqInterruptedException when the thread is interrupted
     */
    boolean awaitSubscription(byte[] topic, Duration timeout);

    /**
     * As {@link #awaitSubscription(byte[], Duration)}.
     *
     * @param topic whose UTF-8 bytes are the topic
     * @param timeout longest wait, zero for none
     * @return whether a peer has subscribed
     */
    boolean awaitSubscription(String topic, Duration timeout);
}
