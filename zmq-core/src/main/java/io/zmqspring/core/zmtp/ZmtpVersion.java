package io.zmqspring.core.zmtp;

/**
 * Version of ZMTP that a connection speaks, the lower of both sides' (37/ZMTP, Version Negotiation).
 *
 * @param major always 3 on a connection of ours
 * @param minor 0 or 1 on a connection of ours
 */
public record ZmtpVersion(int major, int minor) {

    /** 23/ZMTP: subscriptions travel as messages. */
    public static final ZmtpVersion V3_0 = new ZmtpVersion(3, 0);

    /** 37/ZMTP: subscriptions travel as commands. Ours. */
    public static final ZmtpVersion V3_1 = new ZmtpVersion(3, 1);

    /**
     * Finds what we speak with a peer: never more than 3.1, never more than the peer (37/ZMTP, Version Negotiation: a
     * peer MUST accept higher versions and use its own).
     *
     * @param major of the peer, 3 or more
     * @param minor of the peer
     * @return {@link #V3_0} or {@link #V3_1}
     */
    static ZmtpVersion spokenWith(int major, int minor) {
        return major == V3_0.major && minor == V3_0.minor ? V3_0 : V3_1;
    }

    /** {@return whether it has PING and PONG (37/ZMTP, Connection Heartbeating)} */
    public boolean hasPing() {
        return minor >= V3_1.minor;
    }

    /** {@return major and minor with a dot between, for example {@code 3.1}} */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
