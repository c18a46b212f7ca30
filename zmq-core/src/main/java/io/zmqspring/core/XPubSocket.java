package io.zmqspring.core;

/**
 * As a {@link PubSocket}, and receives the subscriptions of its peers as messages of one frame (29/PUBSUB): a byte 1
 * and the topic for one to a topic that no peer had subscribed to yet, a byte 0 and the topic when no peer
 * subscribes to it any more; options {@code xpubVerbose} and {@code xpubVerboser} show more of them. Other messages
 * of XSUB sockets come as they are. While {@code receiveHwmBytes} of subscriptions wait to be received, a peer that
 * sends another is disconnected; while {@code receiveHwm} messages do, other messages are dropped and counted.
 */
public interface XPubSocket extends ZmqSocket, TopicPublisher, MessageReceiver {}
