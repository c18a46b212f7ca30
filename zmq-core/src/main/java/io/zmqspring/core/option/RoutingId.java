package io.zmqspring.core.option;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The id by which a ROUTER socket addresses a peer (28/REQREP): 1 to {@value #MAX_BYTES} bytes. Those that begin with a
 * zero byte are assigned by the ROUTER itself, to peers that announce none. Immutable.
 */
public final class RoutingId {

    /** Most bytes of an id. */
    public static final int MAX_BYTES = 255;

    private final byte[] bytes;

    private RoutingId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Creates an id.
     *
     * @param bytes its bytes; copied
     * @return the id
     * @throws IllegalArgumentException when it has no byte, or more than {@value #MAX_BYTES}
     */
    public static RoutingId of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a routing id has 1 to " + MAX_BYTES + " bytes: bytes=" + bytes.length);
        }
        return new RoutingId(bytes.clone());
    }

    /**
     * Creates an id.
     *
     * @param text its UTF-8 bytes are the id
     * @return the id
     * @throws IllegalArgumentException when it has no byte, or more than {@value #MAX_BYTES}
     */
    public static RoutingId of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return its bytes, a copy} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return whether it begins with a zero byte, so that no peer may announce it} */
    public boolean isAssigned() {
        return bytes[0] == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoutingId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the text when it is printable ASCII, else the bytes in hexadecimal} */
    @Override
    public String toString() {
        return text(bytes);
    }

    /**
     * Formats the bytes of an id.
     *
     * @param bytes any number
     * @return the text when it is printable ASCII, else the bytes in hexadecimal
     */
    public static String text(byte[] bytes) {
        for (byte each : bytes) {
            if (each <= ' ' || each > '~') {
                return "0x" + HexFormat.of().formatHex(bytes);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
