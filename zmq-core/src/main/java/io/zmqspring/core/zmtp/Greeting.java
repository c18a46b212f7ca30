package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.nio.charset.StandardCharsets;

/**
 * First 64 bytes of each direction of a connection (37/ZMTP, Grammar {@code greeting}).
 *
 * <pre>
 *  0        1 .. 8     9        10      11      12 .. 31                32          33 .. 63
 * +--------+----------+--------+-------+-------+-----------------------+-----------+---------+
 * | FF     | padding  | 7F     | major | minor | mechanism, NUL padded | as-server | filler  |
 * +--------+----------+--------+-------+-------+-----------------------+-----------+---------+
 * </pre>
 *
 * <p>Padding and filler are never looked at: libzmq has the length of its identity plus one in the padding, and that is
 * what we send too. A peer that speaks ZMTP 1.0 takes the first 10 bytes for the header of our identity.
 *
 * @param version the version spoken with this peer: the lower of its and ours
 * @param mechanism the peer's security mechanism, 1 to 20 characters, for example {@code NULL}
 * @param asServer the peer's as-server bit; libzmq never sets it, so nothing may depend on it
 */
public record Greeting(ZmtpVersion version, String mechanism, boolean asServer) {

    /** Length of a greeting in bytes. */
    public static final int LENGTH = 64;

    /** Longest name of a mechanism in bytes. */
    public static final int MAX_MECHANISM_LENGTH = 20;

    private static final int SIGNATURE_HEAD_OFFSET = 0;
    private static final int PADDING_LAST_OFFSET = 8;
    private static final int SIGNATURE_TAIL_OFFSET = 9;
    private static final int MAJOR_OFFSET = 10;
    private static final int MINOR_OFFSET = 11;
    private static final int MECHANISM_OFFSET = 12;
    private static final int AS_SERVER_OFFSET = 32;

    private static final int SIGNATURE_HEAD = 0xFF;
    private static final int SIGNATURE_TAIL = 0x7F;
    private static final int ANONYMOUS_PADDING = 1;

    /**
     * Encodes our ZMTP 3.1 greeting, byte for byte that of an anonymous libzmq socket.
     *
     * @param mechanism name of our mechanism, 1 to 20 of {@code A-Z 0-9 - _ . +}
     * @param asServer whether we act as the server of the mechanism
     * @return a new array of {@link #LENGTH} bytes
     * @throws IllegalArgumentException when the mechanism's name cannot be sent
     */
    public static byte[] encode(String mechanism, boolean asServer) {
        return encode(mechanism, asServer, 0);
    }

    /**
     * Encodes our ZMTP 3.1 greeting, byte for byte that of a libzmq socket.
     *
     * @param mechanism name of our mechanism, 1 to 20 of {@code A-Z 0-9 - _ . +}
     * @param asServer whether we act as the server of the mechanism
     * @param identityLength bytes of our routing id, 0 for none
     * @return a new array of {@link #LENGTH} bytes
     * @throws IllegalArgumentException when the mechanism's name cannot be sent
     */
    public static byte[] encode(String mechanism, boolean asServer, int identityLength) {
        int length = mechanism.length();
        if (length == 0 || length > MAX_MECHANISM_LENGTH) {
            throw new IllegalArgumentException("mechanism name must have 1 to " + MAX_MECHANISM_LENGTH
                    + " characters: mechanism=\"" + mechanism + "\", length=" + length);
        }
        byte[] bytes = new byte[LENGTH];
        bytes[SIGNATURE_HEAD_OFFSET] = (byte) SIGNATURE_HEAD;
        int padding = ANONYMOUS_PADDING + identityLength;
        bytes[PADDING_LAST_OFFSET - 1] = (byte) (padding >>> Byte.SIZE);
        bytes[PADDING_LAST_OFFSET] = (byte) padding;
        bytes[SIGNATURE_TAIL_OFFSET] = SIGNATURE_TAIL;
        bytes[MAJOR_OFFSET] = (byte) ZmtpVersion.V3_1.major();
        bytes[MINOR_OFFSET] = (byte) ZmtpVersion.V3_1.minor();
        for (int i = 0; i < length; i++) {
            char c = mechanism.charAt(i);
            if (!isMechanismCharacter(c)) {
                throw new IllegalArgumentException(
                        "mechanism name must be of A-Z 0-9 - _ . +: mechanism=\"" + mechanism + "\", index=" + i);
            }
            bytes[MECHANISM_OFFSET + i] = (byte) c;
        }
        bytes[AS_SERVER_OFFSET] = (byte) (asServer ? 1 : 0);
        return bytes;
    }

    /**
     * Checks as much of a peer's greeting as has arrived: signature and major version, each as soon as its byte is
     * there. ZMTP 1.0 and 2.0 are refused: see {@link PeerRevision}.
     *
     * @param bytes the greeting so far, from index 0
     * @param available how many bytes have arrived, 0 or more
     * @return how many bytes are still missing up to {@link #LENGTH}; 0 when it is complete
     * @throws ZmqProtocolViolationException when this is no greeting of ZMTP 3
     */
    public static int check(byte[] bytes, int available) {
        if (available > SIGNATURE_HEAD_OFFSET) {
            int head = bytes[SIGNATURE_HEAD_OFFSET] & 0xFF;
            if (head != SIGNATURE_HEAD) {
                throw violation("a signature starts with 0xff; 0x" + Integer.toHexString(head)
                        + " arrived: the peer speaks ZMTP 1.0 or not ZMTP at all");
            }
        }
        if (available > SIGNATURE_TAIL_OFFSET) {
            int tail = bytes[SIGNATURE_TAIL_OFFSET] & 0xFF;
            if ((tail & 1) == 0) {
                throw violation("a signature ends with 0x7f, bit 0 set; 0x" + Integer.toHexString(tail)
                        + " arrived: the peer speaks ZMTP 1.0 or not ZMTP at all");
            }
        }
        if (available > MAJOR_OFFSET) {
            int major = bytes[MAJOR_OFFSET] & 0xFF;
            if (major < ZmtpVersion.V3_0.major()) {
                throw violation("ZMTP 3.0 or later is needed; version byte " + major + " arrived: the peer speaks ZMTP "
                        + (major == 0 ? "1.0" : "2.0"));
            }
        }
        return Math.max(0, LENGTH - available);
    }

    /**
     * Decodes a complete greeting.
     *
     * @param bytes the greeting, at least {@link #LENGTH} bytes
     * @return what it says
     * @throws ZmqProtocolViolationException when {@link #check} fails or the name of the mechanism is malformed
     * @throws IllegalArgumentException when there are too few bytes
     */
    public static Greeting decode(byte[] bytes) {
        if (bytes.length < LENGTH) {
            throw new IllegalArgumentException("a greeting has " + LENGTH + " bytes: length=" + bytes.length);
        }
        check(bytes, LENGTH);
        ZmtpVersion version = ZmtpVersion.spokenWith(bytes[MAJOR_OFFSET] & 0xFF, bytes[MINOR_OFFSET] & 0xFF);
        return new Greeting(version, decodeMechanism(bytes), bytes[AS_SERVER_OFFSET] == 1);
    }

    private static String decodeMechanism(byte[] bytes) {
        int length = 0;
        while (length < MAX_MECHANISM_LENGTH && bytes[MECHANISM_OFFSET + length] != 0) {
            if (!isMechanismCharacter((char) (bytes[MECHANISM_OFFSET + length] & 0xFF))) {
                throw malformedMechanism(bytes);
            }
            length++;
        }
        for (int i = length; i < MAX_MECHANISM_LENGTH; i++) {
            if (bytes[MECHANISM_OFFSET + i] != 0) {
                throw malformedMechanism(bytes);
            }
        }
        if (length == 0) {
            throw malformedMechanism(bytes);
        }
        return new String(bytes, MECHANISM_OFFSET, length, StandardCharsets.US_ASCII);
    }

    private static ZmqProtocolViolationException malformedMechanism(byte[] bytes) {
        return violation("a mechanism is 1 to 20 of A-Z 0-9 - _ . + padded with NUL; "
                + Hex.of(bytes, MECHANISM_OFFSET, MAX_MECHANISM_LENGTH) + " arrived");
    }

    private static boolean isMechanismCharacter(char c) {
        return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '+';
    }

    private static ZmqProtocolViolationException violation(String rule) {
        return new ZmqProtocolViolationException("37/ZMTP Version Negotiation: " + rule);
    }
}
