package io.zmqspring.core.option;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of socket, their names on the wire (37/ZMTP, READY property {@code Socket-Type}) and the types that each
 * may talk to.
 */
public enum SocketType {

    /** Exclusive pair, both directions (31/EXPAIR). */
    PAIR(true, true, true),
    /** Sends, shares its messages out among its peers (30/PIPELINE). */
    PUSH(true, false, true),
    /** Receives, takes turns among its peers (30/PIPELINE). */
    PULL(false, true, true),
    /** Sends single frames, shares them out among its peers (49/SCATTER-GATHER). */
    SCATTER(true, false, false),
    /** Receives single frames, takes turns among its peers (49/SCATTER-GATHER). */
    GATHER(false, true, false),
    /** Exclusive pair for single frames, both directions (52/CHANNEL). */
    CHANNEL(true, true, false),
    /** Sends a request, then receives its reply; shares requests out among its peers (28/REQREP). */
    REQ(true, true, true),
    /** Receives a request, then replies to the peer it came from (28/REQREP). */
    REP(true, true, true),
    /** Both directions: shares requests out among its peers, takes turns among their replies (28/REQREP). */
    DEALER(true, true, true),
    /** Both directions: sends to the peer whose routing id is the first frame, receives with it (28/REQREP). */
    ROUTER(true, true, true),
    /** Sends each message to all peers that have subscribed to its topic (29/PUBSUB). */
    PUB(true, false, true),
    /** Receives the messages whose topics it has subscribed to, takes turns among its peers (29/PUBSUB). */
    SUB(false, true, true),
    /** As PUB, and receives the subscriptions of its peers (29/PUBSUB). */
    XPUB(true, true, true),
    /** As SUB, and sends its subscriptions as messages; does not filter itself (29/PUBSUB). */
    XSUB(true, true, true);

    private final boolean sends;
    private final boolean receives;
    private final boolean multipart;

    SocketType(boolean sends, boolean receives, boolean multipart) {
        this.sends = sends;
        this.receives = receives;
        this.multipart = multipart;
    }

    /** {@return the types this one may be connected to} */
    public Set<SocketType> peers() {
        return switch (this) {
            case PAIR -> EnumSet.of(PAIR);
            case PUSH -> EnumSet.of(PULL);
            case PULL -> EnumSet.of(PUSH);
            case SCATTER -> EnumSet.of(GATHER);
            case GATHER -> EnumSet.of(SCATTER);
            case CHANNEL -> EnumSet.of(CHANNEL);
            case REQ -> EnumSet.of(REP, ROUTER);
            case REP -> EnumSet.of(REQ, DEALER);
            case DEALER -> EnumSet.of(REP, DEALER, ROUTER);
            case ROUTER -> EnumSet.of(REQ, DEALER, ROUTER);
            case PUB, XPUB -> EnumSet.of(SUB, XSUB);
            case SUB, XSUB -> EnumSet.of(PUB, XPUB);
        };
    }

    /** {@return whether an application may send on it} */
    public boolean sends() {
        return sends;
    }

    /** {@return whether an application may receive on it} */
    public boolean receives() {
        return receives;
    }

    /** {@return whether its messages may have more than one frame} */
    public boolean isMultipart() {
        return multipart;
    }

    /** {@return the value of the READY property {@code Socket-Type}, ASCII} */
    public String wireName() {
        return name();
    }

    /**
     * Finds a type by its name on the wire, case-sensitively.
     *
     * @param wireName as it stood in the property
     * @return the type, or empty when we know none of that name
     */
    public static Optional<SocketType> ofWireName(String wireName) {
        for (SocketType type : values()) {
            if (type.wireName().equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
