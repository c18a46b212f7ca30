package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Body of a command frame (37/ZMTP, Commands): a name and data whose meaning the name decides.
 *
 * <pre>
 * | name length 8 bits | name, ASCII letters | data ... |
 * </pre>
 *
 * @param name 1 to 255 letters, case-sensitive
 * @param data what follows the name, not copied and not to be changed
 */
public record Command(String name, byte[] data) {

    /** Name of the command that ends a handshake and carries the sender's properties. */
    public static final String READY = "READY";

    /** Name of the command that says why the sender is about to close. */
    public static final String ERROR = "ERROR";

    /** Name of the command that asks for a PONG. */
    public static final String PING = "PING";

    /** Name of the command that answers a PING. */
    public static final String PONG = "PONG";

    /** Name of the command that subscribes to a topic, its data. */
    public static final String SUBSCRIBE = "SUBSCRIBE";

    /** Name of the command that cancels a subscription to a topic, its data. */
    public static final String CANCEL = "CANCEL";

    private static final byte[] SUBSCRIBE_START = start(SUBSCRIBE);
    private static final byte[] CANCEL_START = start(CANCEL);

    /** Longest body of a command that is taken, in bytes. */
    public static final int MAX_BYTES = 1 << 16;

    /** Longest name of a command in bytes. */
    public static final int MAX_NAME_LENGTH = 255;

    /**
     * Decodes the body of a command frame.
     *
     * @param body the whole body, copied
     * @return name and data
     * @throws ZmqProtocolViolationException when the name is empty, longer than the body, or not of ASCII letters
     */
    public static Command decode(byte[] body) {
        // A subscriber may send millions of these.
        if (startsWith(body, SUBSCRIBE_START)) {
            return new Command(SUBSCRIBE, Arrays.copyOfRange(body, SUBSCRIBE_START.length, body.length));
        }
        if (startsWith(body, CANCEL_START)) {
            return new Command(CANCEL, Arrays.copyOfRange(body, CANCEL_START.length, body.length));
        }
        return decode(ByteBuffer.wrap(body));
    }

    /** {@return the bytes of a command ahead of its data} */
    private static byte[] start(String name) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        byte[] start = new byte[1 + letters.length];
        start[0] = (byte) letters.length;
        System.arraycopy(letters, 0, start, 1, letters.length);
        return start;
    }

    private static boolean startsWith(byte[] body, byte[] start) {
        return body.length >= start.length && Arrays.equals(body, 0, start.length, start, 0, start.length);
    }

    /**
     * Decodes the body of a command frame from a buffer's position to its limit, and takes those bytes out of it.
     *
     * @param body the whole body, copied
     * @return name and data
     * @throws ZmqProtocolViolationException when the name is empty, longer than the body, or not of ASCII letters
     */
    public static Command decode(ByteBuffer body) {
        int bodyLength = body.remaining();
        if (bodyLength == 0) {
            throw violation("a command starts with the length of its name; an empty body arrived");
        }
        int nameLength = body.get() & 0xFF;
        if (nameLength == 0) {
            throw violation("the name of a command has 1 to 255 bytes; a length of 0 arrived");
        }
        if (nameLength > body.remaining()) {
            throw violation("the name of a command must end within its body; a name of " + nameLength
                    + " bytes arrived in a body of " + bodyLength);
        }
        byte[] name = new byte[nameLength];
        body.get(name);
        for (byte octet : name) {
            if (!isLetter(octet)) {
                throw violation("the name of a command is of ASCII letters; \"" + Hex.printable(name, 0, nameLength)
                        + "\" (" + Hex.of(name, 0, nameLength) + ") arrived");
            }
        }
        byte[] data = new byte[body.remaining()];
        body.get(data);
        return new Command(new String(name, StandardCharsets.US_ASCII), data);
    }

    /**
     * Compares the name.
     *
     * @param expected the name, for example {@link #READY}
     * @return whether this command has it
     */
    public boolean is(String expected) {
        return name.equals(expected);
    }

    /**
     * Looks whether a command only keeps up the connection, so that its place among the messages means nothing.
     *
     * @param body of the command, or the first 5 bytes of it
     * @return whether it is PING or PONG
     */
    public static boolean isHeartbeat(byte[] body) {
        return body.length > PING.length()
                && body[0] == PING.length()
                && body[1] == 'P'
                && (body[2] == 'I' || body[2] == 'O')
                && body[3] == 'N'
                && body[4] == 'G';
    }

    static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Command that && name.equals(that.name) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(data);
    }

    /** {@return the name and the length of the data; the data may be secret} */
    @Override
    public String toString() {
        return name + "[" + data.length + " bytes]";
    }

    private static ZmqProtocolViolationException violation(String rule) {
        return new ZmqProtocolViolationException("37/ZMTP Commands: " + rule);
    }
}
