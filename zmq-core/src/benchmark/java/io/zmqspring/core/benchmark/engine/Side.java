package io.zmqspring.core.benchmark.engine;

/** Which end of a connection a socket is. */
public enum Side {

    /** Waits at an address. */
    BIND,

    /** Goes to an address. */
    CONNECT
}
