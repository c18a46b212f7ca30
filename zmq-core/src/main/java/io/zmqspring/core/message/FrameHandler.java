package io.zmqspring.core.message;

import java.nio.ByteBuffer;

/** Sees the frames of received messages in place, without a copy and without garbage. */
@FunctionalInterface
public interface FrameHandler {

    /**
     * Called once a frame, in order, on the receiving thread, while the socket's receive side is held: calling a
     * receive method of the same socket from here throws {@link IllegalStateException}. When it throws, the rest of
     * that message is skipped and the exception reaches the caller of the receive method; the message counts as
     * received.
     *
     * @param body the frame's bytes from position to limit, read-only, big-endian; it is the engine's memory and valid
     *         only until this call returns
     * @param more whether further frames of the same message follow (MORE flag, 37/ZMTP Framing)
     */
    void onFrame(ByteBuffer body, boolean more);
}
