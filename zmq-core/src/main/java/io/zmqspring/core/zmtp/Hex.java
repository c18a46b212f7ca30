package io.zmqspring.core.zmtp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Shows bytes that a peer sent in our messages: never raw, never without end. */
final class Hex {

    private static final int MAX_SHOWN = 32;
    private static final char FIRST_PRINTABLE = ' ';
    private static final char LAST_PRINTABLE = '~';

    private Hex() {}

    /** Shows at most 32 bytes as pairs of hexadecimal digits. */
    static String of(byte[] bytes, int offset, int length) {
        int shown = Math.min(length, MAX_SHOWN);
        String hex = HexFormat.of().formatHex(bytes, offset, offset + shown);
        return shown < length ? hex + "... (" + length + " bytes)" : hex;
    }

    /** Decodes ASCII text; whatever could break a log line becomes a question mark. */
    static String printable(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        for (char c : new String(bytes, offset, length, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE ? c : '?');
        }
        return text.toString();
    }
}
