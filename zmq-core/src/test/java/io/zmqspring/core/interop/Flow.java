package io.zmqspring.core.interop;

import io.zmqspring.core.option.SocketType;
import java.util.List;
import java.util.Locale;

/** Our socket type, then the peer's. */
enum Flow {
    PUSH_TO_PULL(SocketType.PUSH, SocketType.PULL),
    PULL_FROM_PUSH(SocketType.PULL, SocketType.PUSH),
    PAIR_WITH_PAIR(SocketType.PAIR, SocketType.PAIR),
    DEALER_WITH_DEALER(SocketType.DEALER, SocketType.DEALER),
    DEALER_WITH_REP(SocketType.DEALER, SocketType.REP),
    DEALER_WITH_ROUTER(SocketType.DEALER, SocketType.ROUTER),
    REQ_WITH_REP(SocketType.REQ, SocketType.REP),
    REQ_WITH_ROUTER(SocketType.REQ, SocketType.ROUTER),
    REP_WITH_REQ(SocketType.REP, SocketType.REQ),
    REP_WITH_DEALER(SocketType.REP, SocketType.DEALER),
    ROUTER_WITH_REQ(SocketType.ROUTER, SocketType.REQ),
    ROUTER_WITH_DEALER(SocketType.ROUTER, SocketType.DEALER),
    PUB_TO_SUB(SocketType.PUB, SocketType.SUB),
    PUB_TO_XSUB(SocketType.PUB, SocketType.XSUB),
    SUB_TO_PUB(SocketType.SUB, SocketType.PUB),
    SUB_TO_XPUB(SocketType.SUB, SocketType.XPUB),
    XPUB_TO_SUB(SocketType.XPUB, SocketType.SUB),
    XPUB_WITH_XSUB(SocketType.XPUB, SocketType.XSUB),
    XSUB_TO_PUB(SocketType.XSUB, SocketType.PUB),
    XSUB_WITH_XPUB(SocketType.XSUB, SocketType.XPUB);

    /** Those in which messages go one way, or both ways in any order, as they are. */
    static final List<Flow> PLAIN = List.of(PUSH_TO_PULL, PULL_FROM_PUSH, PAIR_WITH_PAIR, DEALER_WITH_DEALER);

    private final SocketType ourType;
    private final SocketType peerType;

    Flow(SocketType ourType, SocketType peerType) {
        this.ourType = ourType;
        this.peerType = peerType;
    }

    SocketType ourType() {
        return ourType;
    }

    SocketType peerType() {
        return peerType;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
