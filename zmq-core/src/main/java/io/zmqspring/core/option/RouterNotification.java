package io.zmqspring.core.option;

/** Of what a ROUTER receives notifications: empty messages behind the routing id of the peer concerned. */
public enum RouterNotification {
    /** Of nothing. */
    NONE,
    /** Of each peer that has connected, ahead of its messages (libzmq ZMQ_NOTIFY_CONNECT). */
    CONNECT,
    /** Of each peer that has gone, behind its messages (libzmq ZMQ_NOTIFY_DISCONNECT). */
    DISCONNECT,
    /** Of both. */
    BOTH
}
