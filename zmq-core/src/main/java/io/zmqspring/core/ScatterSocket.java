package io.zmqspring.core;

/**
 * Sends messages of one frame, each to one of its peers in turn (49/SCATTER-GATHER). As a {@link PushSocket}, but it
 * throws {@link IllegalArgumentException} for a message of several frames.
 */
public interface ScatterSocket extends ZmqSocket, MessageSender {}
