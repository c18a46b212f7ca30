package io.zmqspring.core.socket;

import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.locks.LockSupport;

/** How threads wait for the peers of a socket. Any thread. */
final class PeerWait {

    private final SocketCore socket;
    private final NanoClock clock;
    private final SocketTally tally;
    private final WaitQueue waitQueue;

    /**
     * Creates it.
     *
     * @param socket named in errors
     * @param clock of deadlines
     * @param tally counts the peers
     * @param waitQueue woken when a peer comes or goes and when the socket closes
     */
    PeerWait(SocketCore socket, NanoClock clock, SocketTally tally, WaitQueue waitQueue) {
        this.socket = socket;
        this.clock = clock;
        this.tally = tally;
        this.waitQueue = waitQueue;
    }

    /** As {@link SocketCore#awaitPeers}. */
    boolean await(int count, long timeoutNs) {
        BlockingCallGuard.enter("wait for peers");
        long deadline = clock.deadline(timeoutNs);
        Thread me = Thread.currentThread();
        waitQueue.add(me);
        try {
            while (tally.connections() < count) {
                socket.throwIfClosed();
                IdleStrategy.throwIfInterrupted(socket, "see peers");
                long remaining = clock.remaining(deadline);
                if (remaining <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, remaining);
            }
            return true;
        } finally {
            waitQueue.remove(me);
        }
    }
}
