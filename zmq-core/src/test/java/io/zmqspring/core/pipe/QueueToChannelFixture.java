package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;

/** Messages of every shape, a queue that holds them, and a channel. */
abstract class QueueToChannelFixture {

    static final int LARGE = Frames.LARGE;
    static final long ALL = Long.MAX_VALUE;

    static final ZmqMessage[] SMALL = {
        Frames.message(5),
        Frames.message(0),
        Frames.message(0, 3, 0),
        Frames.message(255, 256),
        Frames.message(300, 1),
        Frames.message(7)
    };

    static final ZmqMessage[] MIXED = {
        Frames.message(5),
        Frames.message(LARGE),
        Frames.message(3, LARGE + 1, LARGE + 2, 4),
        Frames.message(9),
        Frames.message(LARGE + 3, LARGE + 4),
        Frames.message(1, 2)
    };

    final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
    final MessageWriter writer = new MessageWriter(queue);
    final MemoryChannel channel = MemoryChannel.unlimited();

    final void writeAll(ZmqMessage... messages) {
        for (ZmqMessage message : messages) {
            assertThat(writer.write(message, true)).isTrue();
        }
    }

    static FrameQueue queueOf(ZmqMessage... messages) {
        FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        for (ZmqMessage message : messages) {
            assertThat(writer.write(message, true)).isTrue();
        }
        return queue;
    }
}
