package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;

/**
 * Version of ZMTP that a connection speaks, the lower of both sides' (37/ZMTP, Version Negotiation).
 *
 * @param major 1 to 3 on a connection of ours
 * @param minor 0 or 1 on a connection of ours
 */
public record ZmtpVersion(int major, int minor) {

    /** 13/ZMTP: frames of their own kind, no greeting, no commands. */
    public static final ZmtpVersion V1_0 = new ZmtpVersion(1, 0);

    /** 15/ZMTP: no commands. */
    public static final ZmtpVersion V2_0 = new ZmtpVersion(2, 0);

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
        return hasCommands() && minor >= V3_1.minor;
    }

    /** {@return whether it has commands (37/ZMTP, Commands)} */
    public boolean hasCommands() {
        return major >= V3_0.major;
    }

    /**
     * Checks that a command may arrive.
     *
     * @throws ZmqProtocolViolationException when this version has none
     */
    public void requireCommands() {
        if (!hasCommands()) {
            throw new ZmqProtocolViolationException("15/ZMTP Framing: bits 2 to 7 of the flags are zero; flags 0x4, a"
                    + " command of ZMTP 3.0, arrived of a peer that speaks " + this);
        }
    }

    /** {@return major and minor with a dot between, for example {@code 3.1}} */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
