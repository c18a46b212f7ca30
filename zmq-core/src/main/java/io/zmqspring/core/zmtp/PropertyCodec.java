package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Properties that a READY carries (37/ZMTP, The NULL Security Mechanism, {@code metadata}), repeated to the end of the
 * command.
 *
 * <pre>
 * | name length 8 bits | name | value length 32 bits big-endian | value | ...
 * </pre>
 */
public final class PropertyCodec {

    /** Property every READY has: the wire name of the sender's socket type, spelled as libzmq compares it. */
    public static final String SOCKET_TYPE = "Socket-Type";

    /** Property of REQ, DEALER and ROUTER: the sender's routing id, spelled as libzmq compares it. */
    public static final String IDENTITY = "Identity";

    /** Most bytes of a value that {@link #text} shows. */
    public static final int MAX_SHOWN_LENGTH = 64;

    private static final int MAX_NAME_LENGTH = 255;
    private static final int VALUE_LENGTH_LENGTH = 4;
    private static final int BITS_PER_BYTE = 8;

    private PropertyCodec() {}

    /**
     * Gives the properties a socket announces beside its type.
     *
     * @param options of the socket
     * @return values by name
     */
    public static Map<String, byte[]> announced(SocketOptions options) {
        RoutingId id = options.routingId();
        Map<String, byte[]> announced = new LinkedHashMap<>();
        if (id != null) {
            announced.put(IDENTITY, id.bytes());
        }
        options.metadata()
                .values()
                .forEach((name, value) -> announced.put(name, value.getBytes(StandardCharsets.UTF_8)));
        return announced;
    }

    /**
     * Encodes properties in the order of their map.
     *
     * @param properties values by name; a name is 1 to 255 ASCII letters, digits and {@code - _ . +}
     * @return the bytes that follow the name of a READY
     * @throws IllegalArgumentException when a name cannot be sent
     */
    public static byte[] encode(Map<String, byte[]> properties) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        properties.forEach((name, value) -> {
            byte[] ascii = name.getBytes(StandardCharsets.ISO_8859_1);
            if (ascii.length == 0 || ascii.length > MAX_NAME_LENGTH || !isName(ascii)) {
                throw new IllegalArgumentException("a property's name is 1 to " + MAX_NAME_LENGTH
                        + " ASCII letters, digits and - _ . +: name=\"" + name + "\"");
            }
            out.write(ascii.length);
            out.writeBytes(ascii);
            for (int shift = (VALUE_LENGTH_LENGTH - 1) * BITS_PER_BYTE; shift >= 0; shift -= BITS_PER_BYTE) {
                out.write(value.length >>> shift);
            }
            out.writeBytes(value);
        });
        return out.toByteArray();
    }

    /**
     * Decodes properties. Of a name that comes twice the first value counts, as in libzmq.
     *
     * @param data the bytes that follow the name of a READY
     * @return values by name, found whatever the case of the name asked for; not modifiable
     * @throws ZmqProtocolViolationException when a property is cut off or its name malformed
     */
    public static Map<String, byte[]> decode(byte[] data) {
        Map<String, byte[]> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ByteBuffer in = ByteBuffer.wrap(data);
        while (in.hasRemaining()) {
            String name = decodeName(in);
            properties.putIfAbsent(name, decodeValue(in, name));
        }
        return Collections.unmodifiableMap(properties);
    }

    /**
     * Shows the value of a property that a peer sent, fit for a message or a log line.
     *
     * @param value as decoded
     * @return its first {@link #MAX_SHOWN_LENGTH} bytes as ASCII, with a question mark for whatever is not printable
     */
    public static String text(byte[] value) {
        return Hex.printable(value, 0, Math.min(value.length, MAX_SHOWN_LENGTH));
    }

    private static String decodeName(ByteBuffer in) {
        int length = in.get() & 0xFF;
        if (length == 0) {
            throw violation("the name of a property has 1 to 255 bytes; a length of 0 arrived");
        }
        if (length > in.remaining()) {
            throw violation("a property must end within its command; a name of " + length + " bytes arrived with "
                    + in.remaining() + " bytes left");
        }
        byte[] name = new byte[length];
        in.get(name);
        if (!isName(name)) {
            throw violation("the name of a property is of ASCII letters, digits and - _ . +; \""
                    + Hex.printable(name, 0, length) + "\" (" + Hex.of(name, 0, length) + ") arrived");
        }
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static byte[] decodeValue(ByteBuffer in, String name) {
        if (in.remaining() < VALUE_LENGTH_LENGTH) {
            throw violation("property " + name + " must have a value length of " + VALUE_LENGTH_LENGTH + " bytes; "
                    + in.remaining() + " bytes are left");
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw violation("a property must end within its command; a value of " + Integer.toUnsignedString(length)
                    + " bytes arrived for " + name + " with " + in.remaining() + " bytes left");
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    private static boolean isName(byte[] name) {
        for (byte c : name) {
            if (!(Command.isLetter(c) || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '+')) {
                return false;
            }
        }
        return true;
    }

    private static ZmqProtocolViolationException violation(String rule) {
        return new ZmqProtocolViolationException("37/ZMTP The NULL Security Mechanism: " + rule);
    }
}
