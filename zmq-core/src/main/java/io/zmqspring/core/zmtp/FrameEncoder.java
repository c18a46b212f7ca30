package io.zmqspring.core.zmtp;

import java.nio.ByteBuffer;

/**
 * Turns frames into what a peer is sent. Frames come in the order in which they are sent, commands only between two
 * messages. One thread at a time, not always the same.
 */
public interface FrameEncoder {

    /** Room in bytes that {@link #encode} can rely on at each call: enough for a header. */
    int MIN_ROOM = 64;

    /**
     * Begins with a frame. The one before is complete.
     *
     * @param flags {@link FrameDescriptor#MORE} or {@link FrameDescriptor#COMMAND}, or neither
     * @param body all of it, from position to limit; not changed until the frame is complete
     */
    void begin(int flags, ByteBuffer body);

    /**
     * Encodes as much of the frame as there is room for.
     *
     * @param out takes the bytes, from position to limit, at least {@link #MIN_ROOM} bytes
     * @return whether the frame is complete; a command may be without a byte put, when the peer has no use for it
     */
    boolean encode(ByteBuffer out);
}
