package io.zmqspring.core.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Shows the beginning of a frame on one line of a log. */
final class FrameText {

    private static final int SHOWN_TEXT_BYTES = 64;
    private static final int SHOWN_BYTES = 32;

    private FrameText() {}

    /** Appends UTF-8 text that can be shown in quotation marks, any other bytes in hexadecimal. */
    static void append(byte[] frame, StringBuilder to) {
        CharBuffer text = CharBuffer.allocate(SHOWN_TEXT_BYTES);
        boolean isText = frame.length > 0 && decode(frame, text) && isShown(text);
        if (isText) {
            to.append('"').append(text).append('"');
        } else {
            for (int i = 0; i < Math.min(frame.length, SHOWN_BYTES); i++) {
                to.append(Character.forDigit(frame[i] >> 4 & 15, 16)).append(Character.forDigit(frame[i] & 15, 16));
            }
        }
        to.append(frame.length > (isText ? SHOWN_TEXT_BYTES : SHOWN_BYTES) ? "…" : "");
    }

    /** A character that is cut where the shown part ends is left out. */
    private static boolean decode(byte[] frame, CharBuffer text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        int shown = Math.min(frame.length, SHOWN_TEXT_BYTES);
        CoderResult result = decoder.decode(ByteBuffer.wrap(frame, 0, shown), text, shown == frame.length);
        text.flip();
        return result.isUnderflow();
    }

    /** Control and format characters could forge a line of the log, or its direction. */
    private static boolean isShown(CharBuffer text) {
        return text.codePoints().noneMatch(character -> switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        });
    }
}
