package io.zmqspring.core.engine;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.Message;
import io.zmqspring.core.pattern.SendPolicy;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.wire.Command;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a socket: one lock makes its callers one producer; who finds no peer with room waits. Keeps what
 * a lost peer left unsent until another takes it.
 */
final class SendSide extends Padded {

    /**
     * So long a sender waits for the operating system to take something before it takes more memory: long enough for a
     * busy machine.
     */
    private static final long STALL_NS = 10_000_000;

    /** How long to wait for the lock before looking whether the wait is over for another reason. */
    private static final long LOCK_NS = 1_000_000;

    /**
     * What a lost peer left is passed on in pieces of so many messages at most, so that senders and the I/O thread get
     * the lock between.
     */
    private static final int PASSED_ON_MESSAGES = 64;

    /** And of about so many bytes. */
    private static final int PASSED_ON_BYTES = 1 << 16;

    /** So long the lock is free between two pieces: longer than a thread that waits for it sleeps at first. */
    private static final long BETWEEN_PIECES_NS = 50_000;

    private final SpinLock lock = new SpinLock();
    private final SendPolicy policy;
    private final Waiters waiters = new Waiters();
    private final ArrayDeque<FrameQueue> left = new ArrayDeque<>();
    private final Waiting waiting;
    private final Object socket;
    private final Consumer<Runnable> later;
    private final MemoryAccount bodies;
    private final AtomicInteger passOnRequests = new AtomicInteger();
    private @Nullable MessageReader leftReader;
    private volatile boolean hasLeft;
    private volatile boolean closed;
    private long sent;

    /**
     * Makes a sending half.
     *
     * @param socket named in errors
     * @param policy to which peers a message goes
     * @param waiting how callers wait
     * @param later runs a call soon on a thread that holds no lock of ours
     * @param bodies account of the large bodies to send
     */
    SendSide(Object socket, SendPolicy policy, Waiting waiting, Consumer<Runnable> later, MemoryAccount bodies) {
        this.socket = socket;
        this.policy = policy;
        this.waiting = waiting;
        this.later = later;
        this.bodies = bodies;
    }

    boolean send(Object content, long timeoutNs) {
        if (lock.tryLock()) {
            return write(content, timeoutNs <= 0)
                    || timeoutNs > 0 && sendSlow(content, waiting.clock().deadline(timeoutNs));
        }
        if (timeoutNs <= 0) {
            lock.lock();
            return write(content, true);
        }
        long deadline = waiting.clock().deadline(timeoutNs);
        return lockUntil(deadline) && (write(content, false) || sendSlow(content, deadline));
    }

    /** {@return whether the lock is the caller's; if not, the time is over} */
    private boolean lockUntil(long deadline) {
        while (true) {
            long remaining = Math.max(0, waiting.clock().remaining(deadline));
            if (lock.tryLock(Math.min(remaining, LOCK_NS))) {
                return true;
            }
            throwIfClosed();
            Waiting.throwIfInterrupted(socket, "send");
            if (remaining == 0) {
                return false;
            }
        }
    }

    /** Writes one message and gives the lock back, which the caller holds. */
    private boolean write(Object content, boolean insist) {
        boolean batch;
        boolean wake;
        long position = 0;
        long messages = 0;
        MessageWriter writer;
        try {
            writer = policy.sendToSole(content);
            if (writer == null) {
                writer = route(content, insist);
                if (writer == null) {
                    return false;
                }
            }
            sent++;
            batch = writer.isBatchComplete();
            if (batch) {
                position = writer.position();
                messages = writer.messages();
            }
            wake = writer.consumer().isResting();
        } finally {
            lock.unlock();
        }
        if (wake) {
            writer.consumer().wake();
        }
        if (batch) {
            writer.queue().assist(position, messages);
        }
        return true;
    }

    private @Nullable MessageWriter route(Object content, boolean insist) {
        throwIfClosed();
        MessageWriter writer = policy.route(content, insist);
        if (writer == null) {
            MessageWriter.requireCarriable(content, bodies);
        }
        return writer;
    }

    private boolean sendSlow(Object content, long deadline) {
        waiting.begin();
        long stalled = waiting.clock().deadline(STALL_NS);
        for (int i = 0; i < waiting.spins(false); i++) {
            Waiting.pause(i, false);
            if (policy.hasArrivals() && lockUntil(deadline) && write(content, false)) {
                return true;
            }
        }
        Thread me = Thread.currentThread();
        waiters.add(me);
        boolean woken = false;
        boolean written = false;
        try {
            while (true) {
                long untilStalled = waiting.clock().remaining(stalled);
                boolean insist = untilStalled <= 0 || waiting.clock().remaining(deadline) <= 0;
                if (lockUntil(deadline)) {
                    written = write(content, insist);
                    if (written) {
                        return true;
                    }
                    woken = false;
                }
                throwIfClosed();
                Waiting.throwIfInterrupted(socket, "send");
                long remaining = waiting.clock().remaining(deadline);
                if (remaining <= 0 && insist) {
                    return false;
                }
                if (remaining > 0 && waiters.isWaiting(me)) {
                    waiting.park(this, insist ? remaining : Math.min(remaining, untilStalled));
                }
                woken |= waiters.renew(me);
            }
        } finally {
            woken |= !waiters.remove(me);
            if (woken) {
                // It leaves without having looked, or has written and may have left room for another.
                waiters.wakeOne();
            }
        }
    }

    /** Lets a pipe take part. Any thread. */
    void attach(Pipe pipe) {
        pipe.outgoing().consumer().producerLock(lock);
        pipe.outgoing().producer().signal(() -> onRoom(pipe));
        onRoom(pipe);
    }

    private void onRoom(Pipe pipe) {
        policy.activate(pipe);
        if (hasLeft) {
            passOnLater();
        }
        if (policy.sharesRoom()) {
            waiters.wakeOne();
        } else {
            waiters.wakeEach();
        }
    }

    void closeToSend(Pipe pipe) {
        pipe.closeToSend();
        lock.lock();
        policy.reconsider();
        lock.unlock();
    }

    void detach(Pipe pipe) {
        pipe.closeToSend();
        lock.lock();
        try {
            policy.remove(pipe);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link SendPolicy#connected}. */
    @Nullable String connected(Pipe pipe) {
        lock.lock();
        try {
            return policy.connected(pipe);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link SendPolicy#disconnected}. */
    void disconnected(Pipe pipe) {
        lock.lock();
        try {
            policy.disconnected(pipe);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link SendPolicy#onCommand}. */
    void onCommand(Pipe pipe, Command command) {
        lock.lock();
        try {
            policy.onCommand(pipe, command);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps the queue of a lost peer for others. It throws nothing once the queue is kept: the caller counts what was
     * not.
     *
     * @param queue whose ends nobody holds any more
     * @return whether it is kept; {@code false} when nothing may go to others, or when the socket is closed and {@link
     *     #dropLeft} may have been called already
     */
    boolean keep(FrameQueue queue) {
        lock.lock();
        try {
            if (closed || !policy.passesOn()) {
                return false;
            }
            left.add(queue);
            hasLeft = true;
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
        if (!hasLeft) {
            return null;
        }
        lock.lock();
        try {
            FrameQueue queue = left.poll();
            leftReader = null;
            hasLeft = !left.isEmpty();
            return queue;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Throws nothing: without a thread for it, what is left waits for the next peer with room or the next that adopts
     * it.
     */
    private void passOnLater() {
        if (passOnRequests.getAndIncrement() == 0) {
            try {
                later.accept(this::passOnWhatIsLeft);
            } catch (RuntimeException | Error noThread) {
                passOnRequests.set(0);
            }
        }
    }

    private void passOnWhatIsLeft() {
        boolean done = false;
        try {
            int answered = passOnRequests.get();
            while (answered != 0) {
                while (passOnPiece()) {
                    LockSupport.parkNanos(this, BETWEEN_PIECES_NS);
                }
                answered = passOnRequests.addAndGet(-answered);
            }
            done = true;
        } finally {
            if (!done) {
                passOnRequests.set(0);
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
            while (hasLeft && !closed && messages < PASSED_ON_MESSAGES && bytes < PASSED_ON_BYTES) {
                MessageReader reader = nextLeft();
                if (reader == null || !policy.mayHaveRoom()) {
                    return false;
                }
                Message message = reader.peekMessage();
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
            return hasLeft && !closed;
        } finally {
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

    private @Nullable MessageReader nextLeft() {
        for (FrameQueue queue = left.peek(); queue != null; queue = left.peek()) {
            MessageReader reader = leftReader;
            if (reader == null || reader.queue() != queue) {
                reader = new MessageReader(queue);
                leftReader = reader;
            }
            if (reader.hasMessage()) {
                return reader;
            }
            leftReader = null;
            queue.releaseMemoryIfEmpty();
            left.poll();
        }
        hasLeft = false;
        return null;
    }

    /** {@return messages of lost peers that nobody took} */
    long leftCount() {
        if (!hasLeft) {
            return 0;
        }
        lock.lock();
        try {
            long count = 0;
            for (FrameQueue queue : left) {
                count += queue.size();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up what lost peers left. After {@link #close} nothing is added any more.
     *
     * @return how many messages that were
     */
    long dropLeft() {
        List<FrameQueue> dropped;
        lock.lock();
        try {
            dropped = List.copyOf(left);
            leftReader = null;
            left.clear();
            hasLeft = false;
        } finally {
            lock.unlock();
        }
        long count = 0;
        for (FrameQueue queue : dropped) {
            count += queue.size();
        }
        dropped.forEach(FrameQueue::abandon);
        return count;
    }

    /** Runs an action while no message is being written, unless one is now. */
    void whileIdle(Runnable action) {
        if (lock.tryLock()) {
            try {
                action.run();
            } finally {
                lock.unlock();
            }
        }
    }

    /** From now on nothing is sent; who waits ends with an exception. */
    void close() {
        closed = true;
        lock.lock();
        policy.reconsider();
        lock.unlock();
        waiters.wakeAll();
    }

    long sent() {
        return sent;
    }

    private void throwIfClosed() {
        if (closed) {
            throw new ZmqClosedException(socket + ": the socket is closed");
        }
    }
}
