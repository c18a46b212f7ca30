package io.zmqspring.core;

/**
 * As a {@link SubSocket}, and sends subscriptions as messages of one frame too (29/PUBSUB): a byte 1 and the topic
 * subscribes, a byte 0 and the topic cancels one subscription. Other messages, and those of several frames, go to every
 * connected XPUB; one without room does not get them, which is counted. It receives whatever its peers send.
 */
public interface XSubSocket extends ZmqSocket, MessageSender, TopicSubscriber {}
