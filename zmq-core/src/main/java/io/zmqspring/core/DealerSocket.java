package io.zmqspring.core;

/**
 * Sends and receives in any order (28/REQREP): its messages are shared out in turn among the peers that have room, and
 * messages are taken of each peer in turn. With no peer it waits. It neither adds nor takes off frames: to a REP socket
 * it sends an empty frame ahead of the body, and receives one.
 */
public interface DealerSocket extends ZmqSocket, MessageSender, MessageReceiver {}
