package io.zmqspring.core.lifecycle;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over a REQ socket, which has one request under way (28/REQREP): any number of threads take turns.
 * While this is used, nothing else sends or receives on the socket.
 *
 * <p>After a request without a reply, that reply is still due, and a REQ socket may not send. Ahead of the next request
 * a reply that has come since is dropped. When none has come, a {@link RestartableSocket} is stopped and started, so
 * that the reply is never due again; on any other socket the next request waits for the late reply. A socket with
 * {@link io.zmqspring.core.option.SocketOptions#reqRelaxed()} needs neither.
 */
public final class LockStepRequester {

    private final ReqSocket socket;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** Guarded by the turn: the last request has got no reply. */
    private boolean replyDue;

    /** @param socket with its endpoints; it is not closed here */
    public LockStepRequester(ReqSocket socket) {
        this.socket = Objects.requireNonNull(socket, "socket");
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @param request its frames
     * @param timeout longest wait: for the turn, for room, for a late reply and for the reply together
     * @return the reply
     * @throws ZmqRequestTimeoutException when the time is over; it says whether the request was sent
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed or stopped
     * @throws ZmqInterruptedException when the thread is interrupted while it waits; the flag is set again
     */
    public ZmqMessage request(ZmqMessage request, Duration timeout) {
        long deadline = NanoClock.SYSTEM.deadline(NanoClock.nanos(timeout));
        awaitTurn(deadline, timeout);
        try {
            dropLateReply(deadline, timeout);
            if (!socket.send(request, left(deadline))) {
                throw new ZmqRequestTimeoutException("no peer of " + socket + " had room within " + timeout, false);
            }
            replyDue = true;
            ZmqMessage reply = socket.receiveMessage(left(deadline));
            if (reply == null) {
                throw new ZmqRequestTimeoutException("no reply at " + socket + " within " + timeout, true);
            }
            replyDue = false;
            return reply;
        } finally {
            turn.unlock();
        }
    }

    private void awaitTurn(long deadline, Duration timeout) {
        try {
            if (!turn.tryLock(NanoClock.SYSTEM.remaining(deadline), TimeUnit.NANOSECONDS)) {
                throw new ZmqRequestTimeoutException(socket + " was busy with other requests for " + timeout, false);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while " + socket + " was busy with other requests");
        }
    }

    private void dropLateReply(long deadline, Duration timeout) {
        if (replyDue && !socket.options().reqRelaxed() && !hasDropped(deadline)) {
            throw new ZmqRequestTimeoutException(
                    "the reply to the last request of " + socket + " is still due, and did not come within " + timeout,
                    false);
        }
        replyDue = false;
    }

    private boolean hasDropped(long deadline) {
        try {
            if (!(socket instanceof RestartableSocket restartable)) {
                return socket.receiveMessage(left(deadline)) != null;
            }
            @Nullable ZmqMessage late = socket.tryReceiveMessage();
            if (late == null) {
                restartable.stop();
                restartable.start();
            }
            return true;
        } catch (ZmqStateException openedAgain) {
            // Its owner has opened the socket again since, and no reply is due on the new one.
            return true;
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, NanoClock.SYSTEM.remaining(deadline)));
    }
}
