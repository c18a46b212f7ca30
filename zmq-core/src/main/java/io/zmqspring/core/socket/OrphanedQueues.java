package io.zmqspring.core.socket;

import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues of lost peers, whose messages wait for another. Under the socket's send lock, but for {@link #isEmpty}. */
final class OrphanedQueues {

    private final ArrayDeque<FrameQueue> queues = new ArrayDeque<>();
    private @Nullable MessageReader reader;
    private volatile boolean empty = true;

    /** {@return whether there is none; any thread} */
    boolean isEmpty() {
        return empty;
    }

    void add(FrameQueue queue) {
        queues.add(queue);
        empty = false;
    }

    /** {@return the queue lost first, which is taken out, or {@code null}} */
    @Nullable FrameQueue poll() {
        FrameQueue queue = queues.poll();
        reader = null;
        empty = queues.isEmpty();
        return queue;
    }

    /** {@return a reader with the next message, or {@code null} when there is none} */
    @Nullable MessageReader next() {
        for (FrameQueue queue = queues.peek(); queue != null; queue = queues.peek()) {
            MessageReader present = reader;
            if (present == null || present.queue() != queue) {
                present = new MessageReader(queue);
                reader = present;
            }
            if (present.hasMessage()) {
                return present;
            }
            reader = null;
            queue.releaseMemoryIfEmpty();
            queues.poll();
        }
        empty = true;
        return null;
    }

    /** {@return messages in all of them} */
    long messages() {
        return messages(queues);
    }

    /** {@return messages in some queues} */
    static long messages(Iterable<FrameQueue> queues) {
        long count = 0;
        for (FrameQueue queue : queues) {
            count += queue.size();
        }
        return count;
    }

    /** {@return all of them, which are taken out} */
    List<FrameQueue> removeAll() {
        List<FrameQueue> removed = List.copyOf(queues);
        reader = null;
        queues.clear();
        empty = true;
        return removed;
    }
}
