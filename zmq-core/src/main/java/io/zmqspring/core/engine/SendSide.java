package io.zmqspring.core.engine;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.Message;
import io.zmqspring.core.pattern.LoadBalancer;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.ring.SpinLock;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a socket: one lock makes its callers one producer; who finds no peer with room waits. Keeps what a lost peer left
 * unsent until another takes it.
 */
final class SendSide extends Padded {

    /** So long a sender waits for the operating system to take something before it takes more memory: long enough for a busy machine. */
    private static final long STALL_NS = 10_000_000;

    private final SpinLock lock = new SpinLock();
    private final LoadBalancer balancer = new LoadBalancer();
    private final Waiters waiters = new Waiters();
    private final ArrayDeque<FrameQueue> left = new ArrayDeque<>();
    private final Waiting waiting;
    private final Object socket;
    private final Consumer<Runnable> later;
    private @Nullable Message leftInHand;
    private volatile boolean hasLeft;
    private volatile boolean closed;
    private @Nullable MessageWriter solePeer;
    private long sent;

    /**
     * Makes a sending half.
     *
     * @param socket named in errors
     * @param waiting how callers wait
     * @param later runs a call soon on a thread that holds no lock of ours
     */
    SendSide(Object socket, Waiting waiting, Consumer<Runnable> later) {
        this.socket = socket;
        this.waiting = waiting;
        this.later = later;
    }

    boolean send(Object content, long timeoutNs) {
        return trySend(content, timeoutNs <= 0) || timeoutNs > 0 && sendSlow(content, timeoutNs);
    }

    private boolean trySend(Object content, boolean insist) {
        boolean batch;
        boolean wake;
        long position = 0;
        long messages = 0;
        MessageWriter writer;
        lock.lock();
        try {
            writer = solePeer;
            if (writer == null || balancer.hasArrivals() || !writer.write(content, false)) {
                writer = writeByTurn(content, insist);
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
            wake = writer.queue().isConsumerWaiting();
        } finally {
            lock.unlock();
        }
        if (wake) {
            writer.queue().signalConsumer();
        }
        if (batch) {
            writer.queue().assist(position, messages);
        }
        return true;
    }

    private @Nullable MessageWriter writeByTurn(Object content, boolean insist) {
        solePeer = null;
        throwIfClosed();
        Pipe pipe = balancer.send(content, insist);
        if (pipe == null) {
            return null;
        }
        MessageWriter writer = writer(pipe);
        solePeer = balancer.isSole(pipe) ? writer : null;
        return writer;
    }

    private boolean sendSlow(Object content, long timeoutNs) {
        long deadline = waiting.clock().deadline(timeoutNs);
        long stalled = waiting.clock().deadline(STALL_NS);
        for (int i = 0; i < waiting.spins(false); i++) {
            Waiting.pause(i, false);
            if (balancer.hasArrivals() && trySend(content, false)) {
                return true;
            }
        }
        Thread me = Thread.currentThread();
        waiters.add(me);
        try {
            while (true) {
                long untilStalled = waiting.clock().remaining(stalled);
                long remaining = waiting.clock().remaining(deadline);
                boolean insist = untilStalled <= 0 || remaining <= 0;
                if (trySend(content, insist)) {
                    return true;
                }
                Waiting.throwIfInterrupted(socket, "send");
                if (remaining <= 0) {
                    return false;
                }
                waiting.park(this, insist ? remaining : Math.min(remaining, untilStalled));
            }
        } finally {
            waiters.remove(me);
        }
    }

    /** Lets a pipe take part. Any thread. */
    void attach(Pipe pipe) {
        pipe.outgoing().producerLock(lock);
        pipe.outgoing().producer(() -> onRoom(pipe));
        onRoom(pipe);
    }

    private void onRoom(Pipe pipe) {
        balancer.activate(pipe);
        if (hasLeft) {
            later.accept(this::passOnWhatIsLeft);
        }
        waiters.wakeAll();
    }

    void closeToSend(Pipe pipe) {
        pipe.closeToSend();
        lock.lock();
        solePeer = null;
        lock.unlock();
    }

    void detach(Pipe pipe) {
        pipe.closeToSend();
        lock.lock();
        try {
            solePeer = null;
            balancer.remove(pipe);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the queue of a lost peer for others. */
    void keep(FrameQueue queue) {
        lock.lock();
        try {
            left.add(queue);
            hasLeft = true;
        } finally {
            lock.unlock();
        }
        passOnWhatIsLeft();
    }

    /** {@return the queue of a lost peer for a new one to go on with, or {@code null}} */
    @Nullable FrameQueue adopt() {
        if (!hasLeft) {
            return null;
        }
        lock.lock();
        try {
            FrameQueue queue = left.poll();
            hasLeft = !left.isEmpty() || leftInHand != null;
            return queue;
        } finally {
            lock.unlock();
        }
    }

    private void passOnWhatIsLeft() {
        ArrayDeque<Pipe> written = new ArrayDeque<>();
        lock.lock();
        try {
            solePeer = null;
            while (hasLeft && !closed) {
                Message message = leftInHand != null ? leftInHand : takeLeft();
                leftInHand = message;
                Pipe pipe = message == null ? null : balancer.send(message, true);
                if (pipe == null) {
                    hasLeft = message != null || !left.isEmpty();
                    break;
                }
                leftInHand = null;
                if (written.peekLast() != pipe) {
                    written.add(pipe);
                }
            }
        } finally {
            lock.unlock();
        }
        VarHandle.fullFence();
        for (Pipe pipe : written) {
            pipe.outgoing().signalConsumer();
        }
    }

    private @Nullable Message takeLeft() {
        for (FrameQueue queue = left.peek(); queue != null; queue = left.peek()) {
            MessageReader reader = new MessageReader(queue);
            if (balancer.isEmpty() && reader.hasMessage()) {
                return null;
            }
            if (reader.hasMessage()) {
                return reader.takeMessage();
            }
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
            long count = leftInHand == null ? 0 : 1;
            for (FrameQueue queue : left) {
                count += queue.size();
            }
            return count;
        } finally {
            lock.unlock();
        }
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

    static MessageWriter writer(Pipe pipe) {
        return Objects.requireNonNull(pipe.writer());
    }

    /** From now on nothing is sent; who waits ends with an exception. */
    void close() {
        closed = true;
        lock.lock();
        solePeer = null;
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
