package io.zmqspring.core.socket;

import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that peers do, such as connecting or subscribing. Any thread. */
final class PeerWait {

    private final SocketCore socket;
    private final NanoClock clock;
    private final WaitQueue waitQueue = new WaitQueue();

    /**
     * Creates it.
     *
     * @param socket named in errors
     * @param clock of deadlines
     */
    PeerWait(SocketCore socket, NanoClock clock) {
        this.socket = socket;
        this.clock = clock;
    }

    /** A peer has come, gone or subscribed, or the socket closes: threads that wait look again. */
    void lookAgain() {
        waitQueue.wakeAll();
    }

    /**
     * Waits.
     *
     * @param what the peers do, a noun in the plural
     * @param timeoutNs longest wait
     * @param isThere whether they have done it; it throws when the socket is closed
     * @return whether it is there
     */
    boolean await(String what, long timeoutNs, BooleanSupplier isThere) {
        BlockingCallGuard.enter("wait for " + what);
        long deadline = clock.deadline(timeoutNs);
        Thread me = Thread.currentThread();
        waitQueue.add(me);
        try {
            while (!isThere.getAsBoolean()) {
                IdleStrategy.throwIfInterrupted(socket, "see " + what);
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
