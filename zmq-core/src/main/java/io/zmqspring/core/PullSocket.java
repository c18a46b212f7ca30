package io.zmqspring.core;

/** Receives; takes one message of each peer in turn (30/PIPELINE). */
public interface PullSocket extends ZmqSocket, MessageReceiver {}
