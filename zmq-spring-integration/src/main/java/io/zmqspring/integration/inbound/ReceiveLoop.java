package io.zmqspring.integration.inbound;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.message.Message;
import io.zmqspring.integration.support.EndpointSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages off one socket, one after the other on one thread, from its start to its only stop. The thread is interrupted
 * only while it waits in the engine, never while the handler runs.
 */
final class ReceiveLoop implements Runnable {

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final ZmqSocket socket;
    private final MessageReceiver receiver;
    private final boolean own;
    private final Consumer<Message> handler;
    private final Consumer<Throwable> unexpectedEnd;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Thread thread;
    private boolean receiving;
    private boolean interrupted;
    private boolean paused;
    private boolean stopping;
    private long toDrain;

    /**
     * @param socket a socket that receives
     * @param own whether to drain it at stop and to close it at the end
     * @param paused whether to begin with a pause
     * @param handler sees each message; throws nothing
     * @param unexpectedEnd told, on the loop's thread, why the loop ended without having been stopped
     */
    ReceiveLoop(
            ZmqSocket socket,
            boolean own,
            boolean paused,
            Consumer<Message> handler,
            Consumer<Throwable> unexpectedEnd) {
        this.socket = socket;
        this.receiver = (MessageReceiver) socket;
        this.own = own;
        this.paused = paused;
        this.handler = handler;
        this.unexpectedEnd = unexpectedEnd;
    }

    @Override
    public void run() {
        Throwable failure = null;
        try {
            receiveUntilStopped();
            drain();
        } catch (Throwable ex) {
            failure = ex;
        } finally {
            if (own) {
                socket.close();
            }
            ended.countDown();
        }
        if (failure != null && !isStopping()) {
            unexpectedEnd.accept(failure);
        }
    }

    /** Takes no further message until {@link #resume}. When this returns, at most the message being handled is still under way. */
    void pause() {
        lock.lock();
        try {
            paused = true;
            interruptReceive();
            while (receiving) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Goes on after {@link #pause}. */
    void resume() {
        lock.lock();
        try {
            paused = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the loop. A socket of its own no longer listens when this returns, hands over what had arrived unless paused, and is
     * closed. Called by the handler it does not wait: the rest happens when the handler returns.
     *
     * @param timeout longest wait for messages that had arrived and for the handler; afterwards the socket is closed
     */
    void stop(Duration timeout) {
        long arrived = own ? stopListening() : 0;
        lock.lock();
        try {
            stopping = true;
            toDrain = paused ? 0 : arrived;
            interruptReceive();
            changed.signalAll();
            if (Thread.currentThread() == thread) {
                return;
            }
        } finally {
            lock.unlock();
        }
        awaitEnd(timeout);
        if (own) {
            socket.close();
        }
    }

    private void receiveUntilStopped() {
        while (enterReceive()) {
            Message message = receive();
            if (message != null) {
                handle(message);
            }
        }
    }

    private boolean enterReceive() {
        lock.lock();
        try {
            thread = Thread.currentThread();
            while (paused && !stopping) {
                changed.awaitUninterruptibly();
            }
            receiving = !stopping;
            return receiving;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Message receive() {
        ZmqInterruptedException interruption = null;
        Message message = null;
        boolean expected;
        try {
            message = receiver.receiveMessage(LONGEST_WAIT);
        } catch (ZmqInterruptedException ex) {
            interruption = ex;
        } finally {
            expected = leaveReceive();
        }
        if (interruption != null && !expected) {
            throw interruption;
        }
        return message;
    }

    /** {@return whether we were interrupted by this class; the thread's flag is then clear again} */
    private boolean leaveReceive() {
        lock.lock();
        try {
            boolean expected = interrupted;
            if (expected) {
                Thread.interrupted();
            }
            interrupted = false;
            receiving = false;
            changed.signalAll();
            return expected;
        } finally {
            lock.unlock();
        }
    }

    private void interruptReceive() {
        if (receiving && thread != null) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** An interrupt a handler left behind must not end the wait for the next message. */
    private void handle(Message message) {
        handler.accept(message);
        Thread.interrupted();
    }

    private void drain() {
        for (long left = toDrain; left > 0; left--) {
            Message message = receiver.tryReceiveMessage();
            if (message == null) {
                return;
            }
            handle(message);
        }
    }

    private long stopListening() {
        try {
            EndpointSocket.listening(socket).forEach(socket::unbind);
            return socket.counters().queuedToReceive();
        } catch (ZmqClosedException ex) {
            return 0;
        }
    }

    private void awaitEnd(Duration timeout) {
        try {
            ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }
}
