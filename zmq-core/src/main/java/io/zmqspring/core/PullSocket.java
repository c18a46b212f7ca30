package io.zmqspring.core;

/** Receives one message from each peer in turn (30/PIPELINE). */
public interface PullSocket extends ZmqSocket, MessageReceiver {}
