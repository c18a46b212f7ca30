package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;

/** Pipes whose other ends a test holds. */
final class Pipes {

    private static final BufferPool POOL = new BufferPool(1 << 20);

    private Pipes() {}

    static Pipe withMark(int mark) {
        return new Pipe(queue(mark), queue(mark), true, true);
    }

    static MessageReader peerReader(Pipe pipe) {
        return new MessageReader(pipe.outgoing());
    }

    static MessageWriter peerWriter(Pipe pipe) {
        return new MessageWriter(pipe.incoming());
    }

    private static FrameQueue queue(int mark) {
        return new FrameQueue(POOL, mark, 64 << 20);
    }
}
