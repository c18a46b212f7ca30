package io.zmqspring.core;

/**
 * Sends messages of one frame to, and receives them from, exactly one peer (52/CHANNEL). As a {@link PairSocket}, but
 * it throws {@link IllegalArgumentException} for a message of several frames, and drops and counts one that arrives.
 */
public interface ChannelSocket extends ZmqSocket, MessageSender, MessageReceiver {}
