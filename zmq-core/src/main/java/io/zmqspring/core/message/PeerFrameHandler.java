package io.zmqspring.core.message;

import java.nio.ByteBuffer;

/** A {@link FrameHandler} that is also shown which peer sent the message. */
@FunctionalInterface
public interface PeerFrameHandler {

    /**
     * Called once a frame, in order, as {@link FrameHandler#onFrame} is.
     *
     * @param peer sent the message; may be kept
     * @param body the frame's bytes from position to limit, read-only, big-endian; it is the engine's memory and valid
     *         only until this call returns
     * @param more whether further frames of the same message follow (MORE flag, 37/ZMTP Framing)
     */
    void onFrame(ZmqPeer peer, ByteBuffer body, boolean more);
}
