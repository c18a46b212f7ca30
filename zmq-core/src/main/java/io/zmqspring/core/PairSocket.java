package io.zmqspring.core;

/** Sends to and receives from exactly one peer (31/EXPAIR); a second peer is refused. */
public interface PairSocket extends ZmqSocket, MessageSender, MessageReceiver {}
