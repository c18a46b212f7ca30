package io.zmqspring.core;

/**
 * As a {@link PubSocket}, and receives the subscriptions of its peers as messages of one frame (29/PUBSUB): a byte 1
 * and the topic when the first peer subscribes to it, a byte 0 and the topic when no peer subscribes to it any more.
 * Options {@code xpubVerbose} and {@code xpubVerboser} add the others. Other messages of XSUB sockets come as they are.
 * While {@code receiveHwmBytes} of subscriptions wait to be received, a peer that sends another is disconnected; while
 * {@code receiveHwm} messages do, other messages are dropped and counted.
 *
 * <p>With option {@code xpubManual} the application decides what its peers get. It receives every subscription, every
 * cancellation and, for a peer that has gone, one cancellation of each topic; none of them has an effect by itself.
 * After each it may call {@link #subscribe} and {@link #unsubscribe}, with that topic or with others. One thread
 * receives and calls them.
 */
public interface XPubSocket extends ZmqSocket, TopicPublisher, MessageReceiver {

    /**
     * Lets the peer whose subscription or cancellation was received last get the messages of a topic (libzmq
     * ZMQ_SUBSCRIBE on an XPUB). Nothing happens when that peer has gone.
     *
     * @param topic the first bytes of the first frame of those messages; empty for all; copied
     * @throws IllegalStateException when neither {@code xpubManual} nor {@code xpubManualLastValue} is set
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
     * Ends what {@link #subscribe(byte[])} began, for the peer whose subscription or cancellation was received last.
     * Nothing happens when that peer has gone, or does not get the topic.
     *
     * @param topic as it was given there
     * @throws IllegalStateException when neither {@code xpubManual} nor {@code xpubManualLastValue} is set
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed
     */
    void unsubscribe(byte[] topic);

    /**
     * As {@link #unsubscribe(byte[])}.
     *
     * @param topic whose UTF-8 bytes are the topic
     */
    void unsubscribe(String topic);
}
