package io.zmqspring.core.socket;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pattern.SendPolicy;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.time.NanoClock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what lost peers left unsent, and passes it on to other peers by the rule of the socket. Any thread. */
final class OrphanForwarder {

    /**
     * Messages of a lost peer are passed on in pieces of so many at most, so that senders and the I/O thread get the
     * lock in between.
     */
    private static final int PASSED_ON_MESSAGES = 64;

    /** Bytes at which a piece ends. */
    private static final int PASSED_ON_BYTES = 1 << 16;

    /** So long the lock is free between two pieces: longer than a thread that waits for it sleeps at first. */
    private static final long BETWEEN_PIECES_NS = 50_000;

    private final OrphanedQueues orphans = new OrphanedQueues();
    private final SpinLock lock;
    private final SendPolicy policy;
    private final Consumer<Runnable> later;
    private final AtomicInteger requests = new AtomicInteger();
    private final NanoClock clock;
    private volatile long end;

    /**
     * Creates it without a message.
     *
     * @param lock of the sending half
     * @param policy to which peers a message goes
     * @param later runs a call soon on a thread that holds no lock of ours
     * @param clock time of linger
     */
    OrphanForwarder(SpinLock lock, SendPolicy policy, Consumer<Runnable> later, NanoClock clock) {
        this.lock = lock;
        this.policy = policy;
        this.later = later;
        this.clock = clock;
        this.end = clock.deadline(NanoClock.FOREVER);
    }

    /**
     * Keeps the queue of a lost peer for others. It throws nothing once the queue is kept: the caller counts what was
     * not.
     *
     * @param queue whose ends nobody holds any more
     * @return whether it is kept; {@code false} when nothing may go to others, or when the linger of the closed socket
     *     is over and {@link #drop} may have been called already
     */
    boolean keep(FrameQueue queue) {
        lock.lock();
        try {
            if (isOver() || !policy.passesOn()) {
                return false;
            }
            orphans.add(queue);
        } finally {
            lock.unlock();
        }
        boolean more;
        try {
            more = passOnPiece();
        } catch (RuntimeException | Error noMemory) {
            // The message is still in the queue; the other thread tries it again, and its errors are reported.
            more = true;
        }
        if (more) {
            passOnLater();
        }
        return true;
    }

    /** {@return the queue of a lost peer for a new one to go on with, or {@code null}} */
    @Nullable FrameQueue adopt() {
        if (orphans.isEmpty()) {
            return null;
        }
        lock.lock();
        try {
            return orphans.poll();
        } finally {
            lock.unlock();
        }
    }

    /** A peer has room, or may have. */
    void onRoom() {
        if (!orphans.isEmpty()) {
            passOnLater();
        }
    }

    /**
     * Throws nothing: without a thread, the messages wait for the next peer that has room, or that adopts their queue.
     */
    private void passOnLater() {
        if (requests.getAndIncrement() == 0) {
            try {
                later.accept(this::passOn);
            } catch (RuntimeException | Error noThread) {
                requests.set(0);
            }
        }
    }

    private void passOn() {
        boolean done = false;
        try {
            int answered = requests.get();
            while (answered != 0) {
                while (passOnPiece()) {
                    LockSupport.parkNanos(this, BETWEEN_PIECES_NS);
                }
                answered = requests.addAndGet(-answered);
            }
            done = true;
        } finally {
            if (!done) {
                requests.set(0);
            }
        }
    }

    /** {@return whether there is more to pass on, and maybe a peer with room} */
    private boolean passOnPiece() {
        // Large enough for all, for nothing may fail between writing a message and taking it from where it was.
        ArrayDeque<MessageWriter> written = new ArrayDeque<>(PASSED_ON_MESSAGES);
        int messages = 0;
        long bytes = 0;
        lock.lock();
        try {
            while (!orphans.isEmpty() && !isOver() && messages < PASSED_ON_MESSAGES && bytes < PASSED_ON_BYTES) {
                MessageReader reader = orphans.next();
                if (reader == null || !policy.mayHaveRoom()) {
                    return false;
                }
                ZmqMessage message = reader.peekMessage();
                int failed = reader.queue().attempts().failedSoFar();
                MessageWriter writer = policy.route(message, true);
                if (writer == null) {
                    return false;
                }
                reader.takePeeked();
                messages++;
                bytes += message.sizeBytes();
                if (written.peekLast() != writer) {
                    written.add(writer);
                }
                if (failed > 0) {
                    writer.queue().attempts().add(writer.messages() - 1, failed);
                }
            }
            return !orphans.isEmpty() && !isOver();
        } finally {
            // The rule may have chosen a sole peer, to which a sender would write without seeing that the socket is
            // closed.
            policy.reconsider();
            lock.unlock();
            wakeAll(written);
        }
    }

    private static void wakeAll(ArrayDeque<MessageWriter> written) {
        MessageWriter writer = written.poll();
        if (writer != null) {
            try {
                writer.consumer().wakeAfterPublish();
            } finally {
                wakeAll(written);
            }
        }
    }

    /** {@return messages of lost peers that nobody took} */
    long count() {
        if (orphans.isEmpty()) {
            return 0;
        }
        lock.lock();
        try {
            return orphans.messages();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up what lost peers left, now and from now on.
     *
     * @return how many messages that were
     */
    long drop() {
        endAfter(0);
        List<FrameQueue> dropped;
        lock.lock();
        try {
            dropped = orphans.removeAll();
        } finally {
            lock.unlock();
        }
        long count = OrphanedQueues.messages(dropped);
        dropped.forEach(FrameQueue::abandon);
        return count;
    }

    /**
     * Keeps and passes on for so long at most: the socket is closed.
     *
     * @param lingerNs from now; a later call may only shorten it
     */
    void endAfter(long lingerNs) {
        long ends = clock.deadline(lingerNs);
        if (ends - end < 0) {
            end = ends;
        }
    }

    private boolean isOver() {
        return clock.remaining(end) <= 0;
    }

    /** {@return whether there are messages that a peer may still get} */
    boolean isPassingOn() {
        return !orphans.isEmpty() && !isOver();
    }
}
