package io.zmqspring.core.option;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of a message of one frame that a socket sends or receives by itself, as an option says it. Immutable. */
public final class MessageBody {

    /** Most bytes of a body. */
    public static final int MAX_BYTES = 1 << 16;

    private static final int SHOWN_BYTES = 32;

    private final byte[] bytes;

    private MessageBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Creates a body.
     *
     * @param bytes up to {@value #MAX_BYTES}, also none; copied
     * @return the body
     * @throws IllegalArgumentException when there are more
     */
    public static MessageBody of(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a message of an option has up to " + MAX_BYTES + " bytes: bytes=" + bytes.length);
        }
        return new MessageBody(bytes.clone());
    }

    /**
     * Creates a body.
     *
     * @param text its UTF-8 bytes are the body
     * @return the body
     * @throws IllegalArgumentException when there are more than {@value #MAX_BYTES}
     */
    public static MessageBody of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return its bytes, a copy} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageBody body && Arrays.equals(bytes, body.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return its first 32 bytes: the text when they are printable ASCII, else in hexadecimal} */
    @Override
    public String toString() {
        return RoutingId.text(Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES)))
                + (bytes.length > SHOWN_BYTES ? "… (" + bytes.length + " bytes)" : "");
    }
}
