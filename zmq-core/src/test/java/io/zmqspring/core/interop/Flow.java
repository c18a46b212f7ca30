package io.zmqspring.core.interop;

import io.zmqspring.core.option.SocketType;
import java.util.Locale;

/** Our socket type, then the peer's. */
enum Flow {
    PUSH_TO_PULL(SocketType.PUSH, SocketType.PULL),
    PULL_FROM_PUSH(SocketType.PULL, SocketType.PUSH),
    PAIR_WITH_PAIR(SocketType.PAIR, SocketType.PAIR),
    DEALER_WITH_DEALER(SocketType.DEALER, SocketType.DEALER);

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
