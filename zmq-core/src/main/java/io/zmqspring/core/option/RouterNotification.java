package io.zmqspring.core.option;

/** Events of which a ROUTER is notified, by an empty message behind the routing id of the peer. */
public enum RouterNotification {
    /** No event. */
    NONE,
    /** A peer has connected; ahead of its messages (libzmq ZMQ_NOTIFY_CONNECT). */
    CONNECT,
    /** A peer has gone; behind its messages (libzmq ZMQ_NOTIFY_DISCONNECT). */
    DISCONNECT,
    /** Both events. */
    BOTH
}
