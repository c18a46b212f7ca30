package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Commands that both sides of every connection send: READY, ERROR (37/ZMTP, The NULL Security Mechanism and Error
 * Handling), PING and PONG (37/ZMTP, Connection Heartbeating). Encoders return complete frames, ready for the wire, in
 * arrays of their own.
 */
public final class CommandCodec {

    /** Longest context of a PING in bytes. */
    public static final int MAX_PING_CONTEXT = 16;

    /** Longest reason of an ERROR in bytes. */
    public static final int MAX_ERROR_REASON = 255;

    private static final int MAX_TTL = 0xFFFF;
    private static final int TTL_LENGTH = 2;

    private CommandCodec() {}

    /**
     * Encodes a command as one frame.
     *
     * @param name 1 to 255 ASCII letters
     * @param data what follows the name
     * @return flags (04, or 06 when the body is longer than 255 bytes), length, length of the name, name, data
     * @throws IllegalArgumentException when the name cannot be sent
     */
    public static byte[] frame(String name, byte[] data) {
        int nameLength = name.length();
        if (nameLength == 0 || nameLength > Command.MAX_NAME_LENGTH || !isOfLetters(name)) {
            throw new IllegalArgumentException("a command's name is 1 to " + Command.MAX_NAME_LENGTH
                    + " ASCII letters: name=\"" + name + "\", length=" + nameLength);
        }
        int bodyLength = Math.addExact(1 + nameLength, data.length);
        ByteBuffer frame = ByteBuffer.allocate(Math.toIntExact(FrameDescriptor.encodedLength(bodyLength)));
        FrameDescriptor.putHeader(frame, FrameDescriptor.COMMAND, bodyLength);
        frame.put((byte) nameLength)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(data);
        return frame.array();
    }

    private static boolean isOfLetters(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!Command.isLetter(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Encodes the properties of our socket: first {@code Socket-Type}, then the further ones in the order of their map.
     *
     * @param type of our socket
     * @param extra further properties, for example {@code Identity}; may be empty
     * @return the bytes that READY carries
     * @throws IllegalArgumentException when a property's name cannot be sent
     */
    public static byte[] properties(SocketType type, Map<String, byte[]> extra) {
        Map<String, byte[]> properties = new LinkedHashMap<>();
        properties.put(PropertyCodec.SOCKET_TYPE, type.wireName().getBytes(StandardCharsets.US_ASCII));
        properties.putAll(extra);
        return PropertyCodec.encode(properties);
    }

    /**
     * Encodes READY.
     *
     * @param properties of {@link #properties}
     * @return a complete frame
     */
    public static byte[] ready(byte[] properties) {
        return frame(Command.READY, properties);
    }

    /**
     * Encodes ERROR.
     *
     * @param reason for a human or a status code; cut after 255 characters, what is not printable ASCII becomes
     *     {@code ?}
     * @return a complete frame
     */
    public static byte[] error(String reason) {
        byte[] raw = reason.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(raw.length, MAX_ERROR_REASON);
        byte[] data = new byte[1 + length];
        data[0] = (byte) length;
        byte[] text = Hex.printable(raw, 0, length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, data, 1, length);
        return frame(Command.ERROR, data);
    }

    /**
     * Encodes PING.
     *
     * @param ttlDeciseconds silence after which the peer should give us up, in tenths of a second, 0 (never) to 65535
     * @param context that the PONG must bring back, at most {@link #MAX_PING_CONTEXT} bytes
     * @return a complete frame
     * @throws IllegalArgumentException when either is out of range
     */
    public static byte[] ping(int ttlDeciseconds, byte[] context) {
        if (ttlDeciseconds < 0 || ttlDeciseconds > MAX_TTL) {
            throw new IllegalArgumentException(
                    "a PING's ttl is 0 to " + MAX_TTL + " tenths of a second: ttlDeciseconds=" + ttlDeciseconds);
        }
        requireContext(context);
        byte[] data = new byte[TTL_LENGTH + context.length];
        data[0] = (byte) (ttlDeciseconds >>> 8);
        data[1] = (byte) ttlDeciseconds;
        System.arraycopy(context, 0, data, TTL_LENGTH, context.length);
        return frame(Command.PING, data);
    }

    /**
     * Encodes PONG.
     *
     * @param context of the PING it answers, see {@link #pingContext}; at most {@link #MAX_PING_CONTEXT} bytes
     * @return a complete frame
     * @throws IllegalArgumentException when the context is longer
     */
    public static byte[] pong(byte[] context) {
        requireContext(context);
        return frame(Command.PONG, context);
    }

    /**
     * Decodes the properties of a READY.
     *
     * @param ready the command
     * @return see {@link PropertyCodec#decode}
     * @throws ZmqProtocolViolationException when they are malformed
     */
    public static Map<String, byte[]> readyProperties(Command ready) {
        return PropertyCodec.decode(ready.data());
    }

    /**
     * Decodes the reason of an ERROR.
     *
     * @param error the command
     * @return the reason with a question mark for whatever is not printable ASCII; empty when there is none, as some
     *     peers send it
     * @throws ZmqProtocolViolationException when the reason is longer than its command
     */
    public static String errorReason(Command error) {
        byte[] data = error.data();
        if (data.length == 0) {
            return "";
        }
        int length = data[0] & 0xFF;
        if (length > data.length - 1) {
            throw new ZmqProtocolViolationException(
                    "37/ZMTP Error Handling: the reason of an ERROR must end within it; a" + " reason of " + length
                            + " bytes arrived with " + (data.length - 1) + " bytes left");
        }
        return Hex.printable(data, 1, length);
    }

    /**
     * Decodes the time to live of a PING.
     *
     * @param ping the command
     * @return tenths of a second, 0 to 65535; 0 is none
     * @throws ZmqProtocolViolationException when the command is too short to have one
     */
    public static int pingTtlDeciseconds(Command ping) {
        byte[] data = requireTtl(ping);
        return (data[0] & 0xFF) << 8 | data[1] & 0xFF;
    }

    /**
     * Decodes the context of a PING, which the PONG must bring back.
     *
     * @param ping the command
     * @return a new array: the first {@link #MAX_PING_CONTEXT} bytes of it, or fewer
     * @throws ZmqProtocolViolationException when the command is too short to have a time to live
     */
    public static byte[] pingContext(Command ping) {
        byte[] data = requireTtl(ping);
        return Arrays.copyOfRange(data, TTL_LENGTH, Math.min(data.length, TTL_LENGTH + MAX_PING_CONTEXT));
    }

    private static byte[] requireTtl(Command ping) {
        byte[] data = ping.data();
        if (data.length < TTL_LENGTH) {
            throw new ZmqProtocolViolationException("37/ZMTP Connection Heartbeating: a PING has a ttl of " + TTL_LENGTH
                    + " bytes; " + data.length + " bytes arrived after its name");
        }
        return data;
    }

    private static void requireContext(byte[] context) {
        if (context.length > MAX_PING_CONTEXT) {
            throw new IllegalArgumentException(
                    "a context has at most " + MAX_PING_CONTEXT + " bytes: length=" + context.length);
        }
    }
}
