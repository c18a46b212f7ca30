package io.zmqspring.core.zmtp;

import io.zmqspring.core.option.SocketType;
import org.jspecify.annotations.Nullable;

/**
 * The whole handshake of a peer that speaks ZMTP 1.0 or 2.0 (13/ZMTP The Connection Layer, 15/ZMTP {@code greeting}).
 *
 * @param revision of the peer
 * @param socketType the octet of ZMTP 2.0, or -1 when the peer sends none that counts
 * @param identity the routing id it asks for, empty when it asks for none
 */
public record LegacyGreeting(PeerRevision revision, int socketType, byte[] identity) {

    /** In the order of their octets; libzmq sends octets above 8 too, for the draft types. */
    private static final SocketType[] TYPES = {
        SocketType.PAIR,
        SocketType.PUB,
        SocketType.SUB,
        SocketType.REQ,
        SocketType.REP,
        SocketType.DEALER,
        SocketType.ROUTER,
        SocketType.PULL,
        SocketType.PUSH,
        SocketType.XPUB,
        SocketType.XSUB
    };

    /**
     * Finds the octet by which ZMTP 2.0 announces a type. XPUB and XSUB are PUB and SUB there (15/ZMTP
     * Publish-Subscribe).
     *
     * @param type of a socket
     * @return 0 to 8, or -1 for a type that ZMTP 2.0 does not have
     */
    public static int octetOf(SocketType type) {
        return switch (type) {
            case PAIR -> 0;
            case PUB, XPUB -> 1;
            case SUB, XSUB -> 2;
            case REQ -> 3;
            case REP -> 4;
            case DEALER -> 5;
            case ROUTER -> 6;
            case PULL -> 7;
            case PUSH -> 8;
            case SCATTER, GATHER, CHANNEL -> -1;
        };
    }

    /** {@return the type the peer announces, or {@code null} when it announces none or one we do not know} */
    public @Nullable SocketType type() {
        return socketType >= 0 && socketType < TYPES.length ? TYPES[socketType] : null;
    }
}
