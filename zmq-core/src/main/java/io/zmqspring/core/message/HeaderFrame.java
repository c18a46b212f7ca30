package io.zmqspring.core.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One frame of headers, text that any language can read and write:
 *
 * <pre>
 *   ZMQH/1
 *   content-type:application/json
 *   correlation-id:42
 * </pre>
 *
 * <p>The first line distinguishes such a frame from a payload. Each other line is a name of letters, digits, {@code -},
 * {@code _} and {@code .}, a colon, and the value in UTF-8; {@code %}, line ends and whatever else the writer likes are
 * written as {@code %} and two hexadecimal digits a byte (RFC 3986, section 2.1). A frame has at most
 * {@value #MAX_BYTES} bytes and {@value #MAX_HEADERS} headers.
 */
public final class HeaderFrame {

    /** Most bytes of a frame. */
    public static final int MAX_BYTES = 16 * 1024;

    /** Most headers of a frame. */
    public static final int MAX_HEADERS = 64;

    /** Name of the header that says how the payload is encoded, such as {@code application/json}. */
    public static final String CONTENT_TYPE = "content-type";

    /** Name of the header that names the request or process that a message belongs to. */
    public static final String CORRELATION_ID = "correlation-id";

    /** Name of the header of a reply that says {@code true} when the request could not be handled. */
    public static final String ERROR = "zmq-error";

    /** Names of the headers of traces (W3C Trace Context, W3C Baggage, B3). */
    public static final Set<String> TRACES = Set.of("traceparent", "tracestate", "baggage", "b3");

    private static final String MAGIC = "ZMQH/1\n";
    private static final byte[] MAGIC_BYTES = MAGIC.getBytes(StandardCharsets.US_ASCII);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private HeaderFrame() {}

    /**
     * Writes a frame.
     *
     * @param headers by name, in order
     * @return the frame
     * @throws IllegalArgumentException when a name has other characters, or there is too much
     */
    public static byte[] write(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("too many headers: " + headers.size() + ", allowed are " + MAX_HEADERS);
        }
        StringBuilder text = new StringBuilder(MAGIC);
        headers.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "header '" + name + "' cannot travel: a name has letters, digits, '-', '_' and '.'");
            }
            text.append(name).append(':').append(escaped(value)).append('\n');
        });
        byte[] frame = text.toString().getBytes(StandardCharsets.UTF_8);
        if (frame.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "headers have " + frame.length + " bytes, allowed are " + MAX_BYTES + ": " + headers.keySet());
        }
        return frame;
    }

    /**
     * Reads a frame.
     *
     * @param frame any frame
     * @return its headers in order, or {@code null} when it is not a frame of headers
     * @throws IllegalArgumentException when it begins as one and is not, or has too much
     */
    public static @Nullable Map<String, String> read(byte[] frame) {
        if (!isOne(frame)) {
            return null;
        }
        if (frame.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a frame of headers has " + frame.length + " bytes, allowed are " + MAX_BYTES);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        String text = new String(frame, MAGIC_BYTES.length, frame.length - MAGIC_BYTES.length, StandardCharsets.UTF_8);
        for (String line : text.split("\n")) {
            if (!line.isEmpty()) {
                readLine(line, headers);
            }
        }
        return headers;
    }

    /**
     * Looks whether a value may travel as what its {@code toString()} says.
     *
     * @param value of a header
     * @return whether it has one form as text
     */
    public static boolean isText(Object value) {
        return value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof UUID;
    }

    private static boolean isOne(byte[] frame) {
        return frame.length >= MAGIC_BYTES.length
                && Arrays.equals(frame, 0, MAGIC_BYTES.length, MAGIC_BYTES, 0, MAGIC_BYTES.length);
    }

    private static void readLine(String line, Map<String, String> into) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        if (colon < 0 || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a line of a frame of headers is no header: '" + line + "'");
        }
        if (into.size() == MAX_HEADERS) {
            throw new IllegalArgumentException("a frame of headers has more than " + MAX_HEADERS + " headers");
        }
        into.put(name, unescaped(line.substring(colon + 1)));
    }

    private static String escaped(String value) {
        return value.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
    }

    private static String unescaped(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] from = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(from.length);
        for (int i = 0; i < from.length; i++) {
            if (from[i] != '%') {
                bytes.write(from[i]);
            } else {
                boolean complete = i + 2 < from.length;
                int high = complete ? Character.digit(from[i + 1], 16) : -1;
                int low = complete ? Character.digit(from[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException(
                            "'%' is not followed by two hexadecimal digits: '" + value + "'");
                }
                bytes.write(high * 16 + low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
