package io.zmqspring.core.monitor;

/** Why a connection ended, for programs; the reason of the event says it in words. */
public enum CloseCause {

    /** This socket, its endpoint or its context was closed, unbound or disconnected. */
    CLOSED_HERE,

    /** The peer ended the connection. */
    PEER_CLOSED,

    /** The operating system could not read or write, such as after a reset. */
    IO_ERROR,

    /** The peer broke the protocol, uses another mechanism, or is of a type that this socket does not talk to. */
    PROTOCOL,

    /** The handshake took too long, or the peer sent no sign of life. */
    TIMEOUT,

    /** One side refused the other: credentials, ERROR, a routing id that is in use, or no room for a further peer. */
    REFUSED,

    /** A limit or an option of this socket ended it: memory, subscriptions, overflow policy, router handover. */
    LIMIT,

    /** A fault of this library; see {@link ContextCounters#internalErrors()}. */
    INTERNAL_ERROR
}
