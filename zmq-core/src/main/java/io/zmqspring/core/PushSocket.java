package io.zmqspring.core;

/** Sends; its messages are shared out in turn among the peers that have room (30/PIPELINE). With none it waits. */
public interface PushSocket extends ZmqSocket, MessageSender {}
