package io.zmqspring.core.connection;

import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;

/** A message of which a part was written when its connection ended. The loop's owner. */
final class CutMessage {

    /**
     * A message in the middle of which so many connections ended is dropped: its peers cannot take it, and it would
     * hold up all that is queued behind it.
     */
    private static final int MAX_FAILED_DELIVERIES = 10;

    private CutMessage() {}

    /**
     * Leaves the message at the head of the queue, to be sent again from its start; after
     * {@value #MAX_FAILED_DELIVERIES} connections it is dropped and counted.
     *
     * @param queue towards the peer; nobody writes from it now
     * @param events of the socket
     * @param endpoint of the connection
     * @param reason why the connection ended
     */
    static void resendOrDrop(FrameQueue queue, SocketEvents events, String endpoint, String reason) {
        int failed = queue.attempts().failed();
        MessageReader messages = new MessageReader(queue);
        if (failed >= MAX_FAILED_DELIVERIES && messages.hasMessage()) {
            messages.discard();
            events.countDropped(1);
            events.publish(new MonitorEvent.MessagesDropped(
                    endpoint, 1, failed + " connections ended in the middle of it, the last: " + reason));
            queue.producer().wakeAfterRelease();
        }
    }
}
