package io.zmqspring.core.zmtp;

import org.jspecify.annotations.Nullable;

/**
 * Protocol of a peer by its first bytes (37/ZMTP and 15/ZMTP, Backwards Interoperability).
 *
 * <pre>
 *  byte 0 is not FF, or bit 0 of byte 9 is 0     UNVERSIONED: these bytes are the header of its identity (13/ZMTP)
 *  else byte 10 is 0                             REVISION_0: frames of ZMTP 1.0 behind a greeting
 *                  1 or 2                        REVISION_1: ZMTP 2.0
 *                  3 or more                     VERSION_3
 * </pre>
 */
public enum PeerRevision {

    /** ZMTP 1.0 of libzmq 2: no greeting, the first frame is the identity. */
    UNVERSIONED(ZmtpVersion.V1_0),
    /** Frames of ZMTP 1.0 behind a greeting of 12 bytes; the first is the identity. */
    REVISION_0(ZmtpVersion.V1_0),
    /** ZMTP 2.0 of libzmq 3: a greeting of 12 bytes, the first frame is the identity. */
    REVISION_1(ZmtpVersion.V2_0),
    /** ZMTP 3.0 or later: a greeting of 64 bytes, then the handshake of a security mechanism. */
    VERSION_3(ZmtpVersion.V3_1);

    private static final int ESCAPE = 0xFF;
    private static final int SIGNATURE_TAIL_OFFSET = 9;
    private static final int REVISION_OFFSET = 10;

    private final ZmtpVersion version;

    PeerRevision(ZmtpVersion version) {
        this.version = version;
    }

    /**
     * Looks at what has arrived.
     *
     * @param bytes from the peer's first byte on
     * @param available how many have arrived
     * @return the revision, or {@code null} when these bytes are too few to know it
     */
    static @Nullable PeerRevision of(byte[] bytes, int available) {
        if (available > 0 && (bytes[0] & 0xFF) != ESCAPE
                || available > SIGNATURE_TAIL_OFFSET && (bytes[SIGNATURE_TAIL_OFFSET] & 1) == 0) {
            return UNVERSIONED;
        }
        if (available <= REVISION_OFFSET) {
            return null;
        }
        return switch (bytes[REVISION_OFFSET]) {
            case 0 -> REVISION_0;
            case 1, 2 -> REVISION_1;
            default -> VERSION_3;
        };
    }

    /** {@return the version of ZMTP, of 3 the highest we speak} */
    public ZmtpVersion version() {
        return version;
    }

    /** {@return whether it is older than ZMTP 3, so that there is neither a security mechanism nor a command} */
    public boolean isLegacy() {
        return this != VERSION_3;
    }

    /** {@return whether its frames are those of ZMTP 1.0} */
    public boolean hasFramesOfVersion1() {
        return this == UNVERSIONED || this == REVISION_0;
    }
}
