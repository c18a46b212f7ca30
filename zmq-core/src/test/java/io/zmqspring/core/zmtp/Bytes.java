package io.zmqspring.core.zmtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes written as in a table of test vectors: pairs of hexadecimal digits, and ASCII text in quotes. */
final class Bytes {

    private static final Pattern TOKEN = Pattern.compile("\"([^\"]*)\"|([0-9A-Fa-f]+)|\\s+");

    private Bytes() {}

    static byte[] of(String vector) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher token = TOKEN.matcher(vector);
        int end = 0;
        while (token.lookingAt()) {
            if (token.group(1) != null) {
                out.writeBytes(token.group(1).getBytes(StandardCharsets.US_ASCII));
            } else if (token.group(2) != null) {
                out.writeBytes(HexFormat.of().parseHex(token.group(2)));
            }
            end = token.end();
            token.region(end, vector.length());
        }
        if (end != vector.length()) {
            throw new IllegalArgumentException("not a vector from index " + end + ": " + vector);
        }
        return out.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] with(byte[] bytes, int index, int value) {
        byte[] copy = bytes.clone();
        copy[index] = (byte) value;
        return copy;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
