package io.zmqspring.core.socket;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.PeerFrameHandler;
import io.zmqspring.core.message.ZmqPeer;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows each frame to a handler together with the peer that sent it. Guarded by the lock of the receiving half. */
final class PeerShowingHandler implements FrameHandler {

    @Nullable PeerFrameHandler handler;

    @Nullable ZmqPeer peer;

    @Override
    public void onFrame(ByteBuffer body, boolean more) {
        Objects.requireNonNull(handler).onFrame(Objects.requireNonNull(peer), body, more);
    }

    void clear() {
        handler = null;
        peer = null;
    }
}
