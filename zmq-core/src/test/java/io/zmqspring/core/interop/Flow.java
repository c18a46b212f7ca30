package io.zmqspring.core.interop;

import io.zmqspring.core.option.SocketType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
    ROUTER_WITH_ROUTER(SocketType.ROUTER, SocketType.ROUTER),
    PUB_TO_SUB(SocketType.PUB, SocketType.SUB),
    PUB_TO_XSUB(SocketType.PUB, SocketType.XSUB),
    SUB_TO_PUB(SocketType.SUB, SocketType.PUB),
    SUB_TO_XPUB(SocketType.SUB, SocketType.XPUB),
    XPUB_TO_SUB(SocketType.XPUB, SocketType.SUB),
    XPUB_WITH_XSUB(SocketType.XPUB, SocketType.XSUB),
    XSUB_TO_PUB(SocketType.XSUB, SocketType.PUB),
    XSUB_WITH_XPUB(SocketType.XSUB, SocketType.XPUB),
    SCATTER_TO_GATHER(SocketType.SCATTER, SocketType.GATHER),
    GATHER_FROM_SCATTER(SocketType.GATHER, SocketType.SCATTER),
    CHANNEL_WITH_CHANNEL(SocketType.CHANNEL, SocketType.CHANNEL);

    /** Those in which messages go one way, or both ways in any order, as they are. */
    static final List<Flow> PLAIN = List.of(PUSH_TO_PULL, PULL_FROM_PUSH, PAIR_WITH_PAIR, DEALER_WITH_DEALER);

    private final SocketType ourType;
    private final SocketType peerType;

    Flow(SocketType ourType, SocketType peerType) {
        this.ourType = ourType;
        this.peerType = peerType;
    }

    /** {@return the row whose types are so named, ours first} */
    static Flow of(String types) {
        return Arrays.stream(values())
                .filter(flow -> types.equals(flow.ourType + ", " + flow.peerType))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pair of types: " + types));
    }

    /** {@return every type of ours with every type that it may be connected to} */
    static Stream<String> legalPairs() {
        return Arrays.stream(SocketType.values())
                .flatMap(ours -> ours.peers().stream().map(peers -> ours + ", " + peers));
    }

    /** {@return whether libzmq has these types only when it is built with its drafts} */
    boolean isDraft() {
        return !ourType.isMultipart();
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
