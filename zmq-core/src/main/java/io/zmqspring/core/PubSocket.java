package io.zmqspring.core;

/**
 * Sends each message to all peers that have subscribed to the first bytes of its first frame (29/PUBSUB). A send never
 * waits: a peer without room does not get the message, which is counted. Option {@code overflowPolicy} changes that.
 */
public interface PubSocket extends ZmqSocket, TopicPublisher {}
