package io.zmqspring.core;

/**
 * Receives the messages to whose topics it has subscribed, one from each of its peers in turn (29/PUBSUB). Without a
 * subscription it receives nothing.
 */
public interface SubSocket extends ZmqSocket, TopicSubscriber {}
