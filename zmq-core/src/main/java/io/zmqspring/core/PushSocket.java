package io.zmqspring.core;

/**
 * Sends; its messages are shared out in turn among the peers that have room (30/PIPELINE). Without such a peer a send
 * waits.
 */
public interface PushSocket extends ZmqSocket, MessageSender {}
