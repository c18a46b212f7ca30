package io.zmqspring.integration.outbound;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Requests over a REQ socket, one after the other. A reply that is late is waited for and dropped ahead of the next
 * request, unless the socket is relaxed. Any thread.
 */
final class LockStepRequests {

    private final ReqSocket socket;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** Guarded by the turn: the last request has got no reply. */
    private boolean replyDue;

    LockStepRequests(ReqSocket socket) {
        this.socket = socket;
    }

    /** {@return the reply} */
    ZmqMessage request(ZmqMessage request, Duration timeout) {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        if (!awaitTurn(timeout)) {
            throw new ZmqRequestTimeoutException(socket + " was busy with other requests for " + timeout, false);
        }
        try {
            dropLateReply(deadlineNs, timeout);
            if (!socket.send(request, left(deadlineNs))) {
                throw new ZmqRequestTimeoutException("no peer of " + socket + " had room within " + timeout, false);
            }
            replyDue = true;
            ZmqMessage reply = socket.receiveMessage(left(deadlineNs));
            if (reply == null) {
                throw new ZmqRequestTimeoutException("no reply at " + socket + " within " + timeout, true);
            }
            replyDue = false;
            return reply;
        } finally {
            turn.unlock();
        }
    }

    private boolean awaitTurn(Duration timeout) {
        try {
            return turn.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while " + socket + " was busy with other requests");
        }
    }

    private void dropLateReply(long deadlineNs, Duration timeout) {
        if (!replyDue || socket.options().reqRelaxed()) {
            return;
        }
        if (late(deadlineNs) == null && replyDue) {
            throw new ZmqRequestTimeoutException(
                    "the reply to the last request of " + socket + " is still due, and did not come within " + timeout,
                    false);
        }
        replyDue = false;
    }

    private @Nullable ZmqMessage late(long deadlineNs) {
        try {
            return socket.receiveMessage(left(deadlineNs));
        } catch (ZmqStateException restarted) {
            // The socket was opened again since, and no reply is due on the new one.
            replyDue = false;
            return null;
        }
    }

    private static Duration left(long deadlineNs) {
        return Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()));
    }
}
