package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.FrameQueue;

/** Memory of each kind that an unfinished message of one connection holds. The loop's owner. */
final class MemoryShares {

    private final MemoryShare rings;
    private final MemoryShare bodies;

    MemoryShares(FrameQueue queue, ChannelToQueue channelToQueue, EventLoop loop, TrafficListener listener) {
        this.rings =
                new MemoryShare("direct", queue.ringAccount(), channelToQueue::unfinishedRingBytes, loop, listener);
        this.bodies = new MemoryShare("body", queue.bodyAccount(), channelToQueue::unfinishedBodyBytes, loop, listener);
    }

    void update() {
        rings.update();
        bodies.update();
    }

    void leave() {
        rings.leave();
        bodies.leave();
    }
}
