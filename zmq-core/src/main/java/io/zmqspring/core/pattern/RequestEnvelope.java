package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageReader;
import org.jspecify.annotations.Nullable;

/**
 * Takes the envelope off requests: all frames up to the first empty one (28/REQREP), at most {@value #MAX_BYTES} bytes,
 * frame headers included. It keeps the last one. One thread at a time.
 */
public final class RequestEnvelope {

    /** Most bytes of an envelope: 256 routing ids of 255 bytes. */
    static final int MAX_BYTES = 1 << 16;

    private static final String NO_DELIMITER =
            "a request has an empty frame ahead of its body (28/REQREP), and this has none";
    private static final String TOO_LONG = "the envelope of a request has at most " + MAX_BYTES + " bytes";
    private static final int FIRST_BYTES = 64;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Creates it, empty. */
    public RequestEnvelope() {}

    /**
     * Takes the envelope off the next message.
     *
     * @param reader has a message
     * @return why the message is no request, for people, or {@code null} when its envelope is taken
     */
    public @Nullable String take(MessageReader reader) {
        int needed = reader.takeEnvelope(bytes);
        if (needed < 0) {
            return NO_DELIMITER;
        }
        if (needed > MAX_BYTES) {
            return TOO_LONG;
        }
        if (needed > bytes.length) {
            bytes = new byte[Math.min(MAX_BYTES, 2 * needed)];
            reader.takeEnvelope(bytes);
        }
        length = needed;
        return null;
    }

    /** {@return the envelope as frames of ZMTP 3, in the first {@link #length} bytes; not a copy} */
    public byte[] bytes() {
        return bytes;
    }

    /** {@return its length in bytes} */
    public int length() {
        return length;
    }
}
