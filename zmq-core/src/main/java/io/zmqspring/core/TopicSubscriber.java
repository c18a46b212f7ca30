package io.zmqspring.core;

import java.util.List;

/**
 * Receives the messages to whose topics it has subscribed (29/PUBSUB). Subscriptions hold for all peers, later ones
 * too. No high-water mark delays them, and every connection begins with all of them. Any thread.
 */
public interface TopicSubscriber extends MessageReceiver {

    /**
     * Subscribes to a topic. A topic that was subscribed to several times needs as many calls of {@link
     * #unsubscribe(byte[])}.
     *
     * @param topic the first bytes of the first frame of the messages that are wanted; empty for all; copied
     * @throws IllegalArgumentException when it is longer than 65526 bytes
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed
     */
    void subscribe(byte[] topic);

    /**
     * As {@link #subscribe(byte[])}.
     *
     * @param topic whose UTF-8 bytes are the topic
     */
    void subscribe(String topic);

    /**
     * Cancels one subscription to a topic; nothing happens when there is none.
     *
     * @param topic as it was subscribed to
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed
     */
    void unsubscribe(byte[] topic);

    /**
     * As {@link #unsubscribe(byte[])}.
     *
     * @param topic whose UTF-8 bytes are the topic
     */
    void unsubscribe(String topic);

    /** {@return how many different topics it has subscribed to (libzmq ZMQ_TOPICS_COUNT)} */
    int topics();

    /**
     * Lists what it has subscribed to.
     *
     * @param most how many topics at most, 0 or more
     * @return copies, each topic once, in no particular order
     * @throws IllegalArgumentException when {@code most} is negative
     */
    List<byte[]> subscriptions(int most);
}
