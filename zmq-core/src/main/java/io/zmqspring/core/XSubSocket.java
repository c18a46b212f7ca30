package io.zmqspring.core;

/**
 * As a {@link SubSocket}, but sends its subscriptions as messages of one frame (29/PUBSUB): a byte 1 and the topic
 * subscribes, a byte 0 and the topic cancels one subscription. Other messages, and those of several frames, go to every
 * connected XPUB; one without room does not get them, which is counted. It receives whatever its peers send.
 */
public interface XSubSocket extends ZmqSocket, MessageSender, MessageReceiver {

    /** {@return how many different topics it has subscribed to (libzmq ZMQ_TOPICS_COUNT)} */
    int topics();
}
