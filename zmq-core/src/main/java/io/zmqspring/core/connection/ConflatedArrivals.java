package io.zmqspring.core.connection;

import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import java.util.function.LongConsumer;

/**
 * Between a connection and a queue that keeps the newest message only: takes what was read out of a queue of its own,
 * forgets all but the last message, and passes that on. The loop's owner.
 */
final class ConflatedArrivals {

    private final FrameQueue arrived;
    private final MessageReader reader;
    private final MessageWriter writer;
    private final LongConsumer dropped;

    private ConflatedArrivals(FrameQueue arrived, FrameQueue target, LongConsumer dropped) {
        this.arrived = arrived;
        this.reader = new MessageReader(arrived);
        this.writer = new MessageWriter(target);
        this.dropped = dropped;
    }

    /**
     * Gives the queue that a connection is to read into.
     *
     * @param incoming of the pipe
     * @param dropped counts messages that are forgotten, and those of several frames
     * @return the same, unless it keeps the newest message only
     */
    static FrameQueue queueFor(FrameQueue incoming, LongConsumer dropped) {
        if (!incoming.keepsNewest()) {
            return incoming;
        }
        FrameQueue arrived = incoming.createUnlimited();
        ConflatedArrivals arrivals = new ConflatedArrivals(arrived, incoming, dropped);
        arrived.consumer().signal(arrivals::passOn);
        return arrived;
    }

    private void passOn() {
        do {
            long forgotten = 0;
            while (reader.hasMessage()) {
                if (arrived.size() > 1 || !reader.isSingleFrame()) {
                    reader.discard();
                    forgotten++;
                } else {
                    writer.write(reader.takeBody(), true);
                    writer.consumer().wakeAfterPublish();
                }
            }
            if (forgotten > 0) {
                dropped.accept(forgotten);
            }
        } while (!arrived.consumer().rest());
    }
}
