package io.zmqspring.core.soak;

import io.zmqspring.core.option.SocketType;

/**
 * A pattern in one direction: the types of our socket and of those of its peers, which of them binds, and what may be
 * relied on. A peer has one socket in each lane.
 */
enum Lane {
    PUSH_TO_US(SocketType.PULL, SocketType.PUSH, true, true),
    PUSH_TO_PEER(SocketType.PUSH, SocketType.PULL, false, false),
    SHARED_OUT(SocketType.PUSH, SocketType.PULL, true, true),
    SCATTER_TO_US(SocketType.GATHER, SocketType.SCATTER, true, true),
    SCATTER_TO_PEER(SocketType.SCATTER, SocketType.GATHER, false, false),
    PAIR(SocketType.PAIR, SocketType.PAIR, true, false),
    CHANNEL(SocketType.CHANNEL, SocketType.CHANNEL, false, false),
    REQUESTS_TO_US(SocketType.REP, SocketType.REQ, true, true),
    REQUESTS_TO_PEERS(SocketType.REQ, SocketType.REP, false, true),
    DEALER_TO_US(SocketType.ROUTER, SocketType.DEALER, true, true),
    DEALER_TO_PEER(SocketType.DEALER, SocketType.ROUTER, false, false),
    PUBLISHED(SocketType.PUB, SocketType.SUB, true, true),
    SUBSCRIBED(SocketType.SUB, SocketType.PUB, false, true),
    PROXY_IN(SocketType.XSUB, SocketType.PUB, true, true),
    PROXY_OUT(SocketType.XPUB, SocketType.SUB, true, true),
    REQUESTER(SocketType.DEALER, SocketType.ROUTER, false, true),
    RESPONDER(SocketType.ROUTER, SocketType.DEALER, true, true);

    /** Streams of one owner; a stream's number is that of its owner times this, plus that of its lane. */
    static final int STREAMS = 64;

    private final SocketType ours;
    private final SocketType theirs;
    private final boolean weBind;
    private final boolean shared;

    Lane(SocketType ours, SocketType theirs, boolean weBind, boolean shared) {
        this.ours = ours;
        this.theirs = theirs;
        this.weBind = weBind;
        this.shared = shared;
    }

    SocketType ours() {
        return ours;
    }

    SocketType theirs() {
        return theirs;
    }

    boolean weBind() {
        return weBind;
    }

    /** {@return whether one socket of ours serves all peers, rather than one each} */
    boolean isShared() {
        return shared;
    }

    /** {@return whether its types have one frame only, and are drafts of libzmq that Debian's has not} */
    boolean isDraft() {
        return !ours.isMultipart();
    }

    /** {@return whether messages may be dropped and counted while all are connected} */
    boolean mayDrop() {
        return this == PUBLISHED || this == PROXY_IN || this == PROXY_OUT || this == DEALER_TO_US;
    }

    /** {@return whether the stream has numbers from 0 on, rather than from the moment of a subscription} */
    boolean beginsAtZero() {
        return this == PUSH_TO_US || this == SCATTER_TO_US || this == PAIR || this == CHANNEL;
    }

    /** {@return whether any peer may get the next message, so that only numbers that come twice are wrong} */
    boolean isSharedOut() {
        return this == SHARED_OUT || this == REQUESTS_TO_PEERS || this == REQUESTER;
    }

    /** {@return whether a peer that does not answer holds up what other peers would get} */
    boolean waitsForOnePeer() {
        return this == REQUESTS_TO_PEERS;
    }

    /** {@return the number of the stream of one owner} */
    int stream(int owner) {
        return owner * STREAMS + ordinal();
    }

    /** {@return the owner of a stream} */
    static int owner(int stream) {
        return stream / STREAMS;
    }
}
