package io.zmqspring.core;

/**
 * Sends and receives in any order (28/REQREP): its messages are shared out in turn among the peers that have room, and
 * messages are received from each peer in turn. Without a peer a send waits. It neither adds nor takes off frames: to a
 * REP socket it sends an empty frame ahead of the body, and receives one.
 */
public interface DealerSocket extends ZmqSocket, MessageSender, MessageReceiver {}
