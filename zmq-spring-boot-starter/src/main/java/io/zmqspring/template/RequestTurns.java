package io.zmqspring.template;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.ZmqReplyTimeoutException;
import io.zmqspring.support.ZmqSendTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Requests over one REQ socket, which has one request under way (28/REQREP): any number of threads take turns. After a
 * request without a reply the socket is opened again at the next one, unless its requests are numbered
 * ({@code req-relaxed}): a late reply would else be taken for the next request's, which could not even be sent.
 */
final class RequestTurns {

    private final RestartableSocket socket;
    private final ReentrantLock lock = new ReentrantLock(true);
    private boolean unanswered;

    /** @param socket a REQ */
    RequestTurns(RestartableSocket socket) {
        this.socket = socket;
    }

    /**
     * Sends a request and waits for the reply.
     *
     * @param request its frames
     * @param timeout longest wait, for the requests of others too
     * @return the reply
     */
    ZmqMessage request(ZmqMessage request, Duration timeout) {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        awaitTurn(timeout);
        try {
            forgetUnanswered();
            if (!((MultipartSender) socket).send(request, left(deadlineNs))) {
                throw new ZmqSendTimeoutException(
                        socket.name(), timeout, socket.peers().size());
            }
            unanswered = true;
            ZmqMessage reply = ((MultipartReceiver) socket).receiveMessage(left(deadlineNs));
            if (reply == null) {
                throw timedOut(timeout);
            }
            unanswered = false;
            return reply;
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(Duration timeout) {
        try {
            if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw timedOut(timeout);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException(
                    "interrupted while socket '" + socket.name() + "' waited for other replies");
        }
    }

    private void forgetUnanswered() {
        if (unanswered && !socket.options().reqRelaxed()) {
            @Nullable ZmqMessage late = ((MultipartReceiver) socket).tryReceiveMessage();
            if (late == null) {
                socket.stop();
                socket.start();
            }
        }
        unanswered = false;
    }

    private ZmqReplyTimeoutException timedOut(Duration timeout) {
        return new ZmqReplyTimeoutException(
                socket.name(), timeout, socket.peers().size());
    }

    private static Duration left(long deadlineNs) {
        return Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()));
    }
}
