package io.zmqspring.core.engine;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.Message;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.ring.SpinLock;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a socket: one lock makes its callers one consumer; who finds no message waits. A thread that waits alone and never
 * waits long turns the event loop itself, which saves the hand-over from the I/O thread.
 */
final class ReceiveSide extends Padded {

    private static final int MESSAGES_BETWEEN_SIGNALS = 256;
    private static final int STREAM_MESSAGES = 8;

    private final SpinLock lock = new SpinLock();
    private final FairQueue fairQueue = new FairQueue();
    private final Waiters waiters = new Waiters();
    private final Waiting waiting;
    private final Object socket;
    private final Supplier<@Nullable EventLoop> loops;
    private final Lead lead;
    private final AtomicReference<@Nullable Runnable> afterHandler = new AtomicReference<>();
    private volatile @Nullable Thread handling;
    private volatile boolean closed;
    private @Nullable MessageReader solePeer;
    private long received;
    private long receivedAtLastWait;

    /**
     * Makes a receiving half.
     *
     * @param socket named in errors
     * @param waiting how callers wait
     * @param loops gives the loop that brings all messages of this socket, or {@code null} when there are several
     */
    ReceiveSide(Object socket, Waiting waiting, Supplier<@Nullable EventLoop> loops) {
        this.socket = socket;
        this.waiting = waiting;
        this.loops = loops;
        this.lead = new Lead(waiting, () -> !closed && !fairQueue.hasArrivals());
    }

    byte @Nullable [] receive(long timeoutNs) {
        MessageReader reader = acquire(timeoutNs);
        if (reader == null) {
            return null;
        }
        byte[] body;
        try {
            body = reader.takeBody();
            taken();
        } finally {
            release(reader);
        }
        reader.queue().signalProducer();
        return body;
    }

    @Nullable Message receiveMessage(long timeoutNs) {
        MessageReader reader = acquire(timeoutNs);
        if (reader == null) {
            return null;
        }
        Message message;
        try {
            message = reader.takeMessage();
            taken();
        } finally {
            release(reader);
        }
        reader.queue().signalProducer();
        return message;
    }

    int receiveInto(ByteBuffer target, long timeoutNs) {
        MessageReader reader = acquire(timeoutNs);
        if (reader == null) {
            return -1;
        }
        int length;
        try {
            length = reader.takeInto(target);
            taken();
        } finally {
            release(reader);
        }
        reader.queue().signalProducer();
        return length;
    }

    int poll(FrameHandler handler, int maxMessages, long timeoutNs) {
        if (maxMessages < 1) {
            throw new IllegalArgumentException("at least one message must be wanted: maxMessages=" + maxMessages);
        }
        MessageReader reader = acquire(timeoutNs);
        if (reader == null) {
            return 0;
        }
        int count = 0;
        MessageReader signalled = reader;
        handling = Thread.currentThread();
        try {
            while (reader != null && count < maxMessages && !closed) {
                try {
                    reader.handle(handler);
                } finally {
                    taken();
                }
                count++;
                if (reader != signalled || count % MESSAGES_BETWEEN_SIGNALS == 0) {
                    VarHandle.fullFence();
                    signalled.queue().signalProducer();
                    signalled = reader;
                }
                if (!isStillSole(reader)) {
                    reader = nextByTurn();
                }
            }
        } finally {
            handling = null;
            lock.unlockWithFence();
            signalled.queue().signalProducer();
            if (closed) {
                runAfterHandler();
            }
        }
        return count;
    }

    /** Gives the lock back, with a fence when this may be the last message for long (see {@code FrameQueue.signalProducer}). */
    private void release(MessageReader reader) {
        if (reader.isCaughtUp()) {
            lock.unlockWithFence();
        } else {
            lock.unlock();
        }
    }

    private void taken() {
        received++;
        if (solePeer == null) {
            fairQueue.advance();
        }
    }

    /** {@return a reader with a message, with the lock held, or {@code null} without it} */
    private @Nullable MessageReader acquire(long timeoutNs) {
        if (!lock.tryLock() && !lockSlow(timeoutNs)) {
            return null;
        }
        MessageReader reader = null;
        try {
            reader = solePeer;
            if (reader != null && !closed && isStillSole(reader)) {
                return reader;
            }
            reader = null;
            reader = byTurn();
        } finally {
            if (reader == null) {
                lock.unlock();
            }
        }
        return reader != null || timeoutNs <= 0 ? reader : acquireSlow(timeoutNs);
    }

    /** {@return whether the next message is this reader's, without a look at the round} */
    private boolean isStillSole(MessageReader reader) {
        return reader == solePeer && !fairQueue.hasArrivals() && reader.hasMessage();
    }

    private @Nullable MessageReader byTurn() {
        throwIfClosed();
        return nextByTurn();
    }

    private @Nullable MessageReader nextByTurn() {
        MessageReader reader = fairQueue.next();
        solePeer = fairQueue.isSole() ? reader : null;
        return reader;
    }

    private @Nullable MessageReader nextBeforeSleep() {
        solePeer = null;
        return fairQueue.rest();
    }

    private boolean lockSlow(long timeoutNs) {
        if (handling == Thread.currentThread()) {
            throw new IllegalStateException(socket + ": a frame handler may not receive on the socket that called it");
        }
        return lock.tryLock(timeoutNs);
    }

    private @Nullable MessageReader acquireSlow(long timeoutNs) {
        long start = waiting.clock().nanoTime();
        long deadline = waiting.clock().deadline(timeoutNs);
        EventLoop loop = loops.get();
        boolean streaming = received - receivedAtLastWait > STREAM_MESSAGES;
        receivedAtLastWait = received;
        if (loop == null || !lead.isWorthIt()) {
            for (int i = 0; i < waiting.spins(streaming); i++) {
                Waiting.pause(i, streaming);
                MessageReader reader = look(false, 0);
                if (reader != null) {
                    return reader;
                }
            }
        }
        Thread me = Thread.currentThread();
        boolean alone = loop != null && loop.enterWait();
        waiters.add(me);
        try {
            while (true) {
                MessageReader reader = look(true, Math.max(0, waiting.clock().remaining(deadline)));
                if (reader != null) {
                    lead.waitedSince(start);
                    return reader;
                }
                throwIfClosed();
                Waiting.throwIfInterrupted(socket, "receive");
                long remaining = waiting.clock().remaining(deadline);
                if (remaining <= 0) {
                    return null;
                }
                if (loop == null || !alone || !lead.lead(loop, deadline)) {
                    waiting.park(this, remaining);
                }
            }
        } finally {
            waiters.remove(me);
            if (loop != null) {
                loop.leaveWait();
            }
        }
    }

    /** {@return a reader with a message, with the lock held, or {@code null} without it: there is none, or another has the lock so long} */
    private @Nullable MessageReader look(boolean beforeSleep, long mostNs) {
        if (!lock.tryLock(mostNs)) {
            return null;
        }
        MessageReader reader = null;
        try {
            throwIfClosed();
            reader = beforeSleep ? nextBeforeSleep() : byTurn();
            return reader;
        } finally {
            if (reader == null) {
                lock.unlock();
            }
        }
    }

    /** Lets a pipe take part. Any thread. */
    void attach(Pipe pipe) {
        pipe.incoming().consumer(() -> onMessages(pipe));
        pipe.incoming().consumerResumes();
        onMessages(pipe);
    }

    private void onMessages(Pipe pipe) {
        fairQueue.activate(pipe);
        wake();
    }

    private void wake() {
        waiters.wakeAll();
        lead.nudge();
    }

    /** Runs an action while no message is being taken, unless one is now. */
    void whileIdle(Runnable action) {
        if (lock.tryLock()) {
            try {
                action.run();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * From now on nothing is received; calls that wait end with an exception.
     *
     * @param whenQuiet runs once: on the calling thread, or on that of the handler that runs now when it returns
     */
    void close(Runnable whenQuiet) {
        afterHandler.set(whenQuiet);
        closed = true;
        wake();
        while (!lock.tryLock()) {
            if (handling != null) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.unlock();
        runAfterHandler();
    }

    private void runAfterHandler() {
        Runnable action = afterHandler.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }

    /** {@return whether the caller is a handler of ours} */
    boolean isHandling() {
        return handling == Thread.currentThread();
    }

    long received() {
        return received;
    }

    private void throwIfClosed() {
        if (closed) {
            throw new ZmqClosedException(socket + ": the socket is closed");
        }
    }
}
