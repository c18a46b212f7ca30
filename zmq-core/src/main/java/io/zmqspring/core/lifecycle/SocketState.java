package io.zmqspring.core.lifecycle;

/** Where a {@link RestartableSocket} is in its life. */
public enum SocketState {

    /** Not opened yet: its start or its first use opens it. */
    NEW,
    /** Its endpoints are bound and connecting. */
    OPEN,
    /** Stopped: nothing is open, using it fails until it is started again. */
    STOPPED,
    /** Opening it failed and left nothing open; its start or next use tries again. */
    FAILED,
    /** Closed for good. */
    CLOSED
}
