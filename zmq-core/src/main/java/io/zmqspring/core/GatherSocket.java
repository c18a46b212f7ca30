package io.zmqspring.core;

/**
 * Receives messages of one frame, one from each of its peers in turn (49/SCATTER-GATHER). As a {@link PullSocket}, but
 * a message of several frames, which only a peer of another kind can send, is dropped and counted.
 */
public interface GatherSocket extends ZmqSocket, MessageReceiver {}
