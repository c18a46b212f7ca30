package io.zmqspring.core.socket;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.PeerFrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pattern.ReceivePolicy;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.time.AdaptiveSpin;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a socket: one lock turns its callers into one consumer, and a caller that finds no message
 * waits. A thread that waits alone and never waits long turns the event loop itself, which saves the hand-over from the
 * I/O thread.
 */
final class ReceiveSide extends Padded {

    private static final int MESSAGES_BETWEEN_SIGNALS = 256;
    private static final int STREAM_MESSAGES = 8;

    /** First looks, shorter together than the time that they would be measured by is worth. */
    private static final int UNTIMED_SPINS = 4;

    /** Least time to look again: some ten times as long as a peer in this process takes to answer. */
    private static final long MIN_SPIN_NS = 20_000;

    private static final FrameHandler NO_HANDLER = (body, more) -> {};

    private final ReceiveLock lock = new ReceiveLock();
    private final ReceivePolicy policy;
    final WaitQueue waitQueue = new WaitQueue();
    private final IdleStrategy idleStrategy;
    private final Object socket;
    private final Supplier<@Nullable EventLoop> loops;
    private final Leadership leadership;

    /** Of calls that do not lead; several at a time blur it, and nothing else. */
    private final AdaptiveSpin spinning = new AdaptiveSpin();

    /** The next thread that would wait, or one that waits, is to find that its time is over. */
    private volatile boolean waitEnds;

    /**
     * The holder of the lock was woken: it wakes the next before it leaves, if it leaves messages. Guarded by the lock.
     */
    private boolean handOn;

    private final PeerShowingHandler withPeer = new PeerShowingHandler();
    private long received;
    private long receivedAtLastWait;

    /**
     * Creates a receiving half.
     *
     * @param socket named in errors
     * @param policy whose message is next
     * @param idleStrategy how callers wait
     * @param loops gives the loop that brings all messages of this socket, or {@code null} when there are several
     */
    ReceiveSide(Object socket, ReceivePolicy policy, IdleStrategy idleStrategy, Supplier<@Nullable EventLoop> loops) {
        this.socket = socket;
        this.policy = policy;
        this.idleStrategy = idleStrategy;
        this.loops = loops;
        this.leadership = new Leadership(
                idleStrategy,
                () -> !lock.isClosed() && !policy.hasArrivals() && waitQueue.isWaiting(Thread.currentThread()));
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
        reader.producer().wakeQuietly(false);
        return body;
    }

    @Nullable ZmqMessage receiveMessage(long timeoutNs) {
        MessageReader reader = acquire(timeoutNs);
        if (reader == null) {
            return null;
        }
        ZmqMessage message;
        try {
            message = policy.takeMessage(reader);
            taken();
        } finally {
            release(reader);
        }
        reader.producer().wakeQuietly(false);
        return message;
    }

    int receiveInto(ByteBuffer target, long timeoutNs) {
        MessageReader.requireWritable(target);
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
        reader.producer().wakeQuietly(false);
        return length;
    }

    int poll(FrameHandler handler, int maxMessages, long timeoutNs) {
        return drain(Objects.requireNonNull(handler, "handler"), null, null, maxMessages, timeoutNs);
    }

    int poll(PeerFrameHandler handler, int maxMessages, long timeoutNs) {
        return drain(withPeer, Objects.requireNonNull(handler, "handler"), null, maxMessages, timeoutNs);
    }

    /**
     * Moves messages that are there now to another socket, until one has no room there; that message stays.
     *
     * @param mover takes each message, or leaves it
     * @param maxMessages at most so many
     * @return how many were taken
     */
    int move(Transfer mover, int maxMessages) {
        return drain(NO_HANDLER, null, mover, maxMessages, 0);
    }

    private int drain(
            FrameHandler handler,
            @Nullable PeerFrameHandler wantsPeer,
            @Nullable Transfer mover,
            int maxMessages,
            long timeoutNs) {
        if (maxMessages < 1) {
            throw new IllegalArgumentException("at least one message must be wanted: maxMessages=" + maxMessages);
        }
        MessageReader reader = acquire(timeoutNs);
        if (reader == null) {
            return 0;
        }
        int most = Math.min(maxMessages, policy.maxMessagesPerCall());
        int count = 0;
        MessageReader signalled = reader;
        lock.beginHandler();
        try {
            FrameHandler shown = policy.handler(handler);
            if (wantsPeer != null) {
                withPeer.handler = wantsPeer;
            }
            while (reader != null && !lock.isClosed()) {
                long before = reader.taken();
                if (wantsPeer != null) {
                    withPeer.peer = reader.sender();
                }
                try {
                    if (mover == null) {
                        reader.handle(shown);
                    } else if (!mover.take(policy, reader)) {
                        break;
                    }
                } finally {
                    if (reader.taken() != before) {
                        taken();
                    }
                }
                count++;
                if (reader != signalled || count % MESSAGES_BETWEEN_SIGNALS == 0) {
                    signalled.producer().wakeQuietly(true);
                    signalled = reader;
                }
                reader = count < most ? policy.next() : null;
            }
        } finally {
            lock.endHandler();
            withPeer.clear();
            try {
                release(true);
                signalled.producer().wakeQuietly(false);
            } finally {
                if (lock.isClosed()) {
                    lock.runWhenQuiet();
                }
            }
        }
        return count;
    }

    /**
     * Gives the lock back, with a fence when this may be the last message for long (see {@code ProducerEnd.wake}). The
     * fence replaces that of {@code ProducerEnd.wakeAfterRelease}.
     */
    private void release(MessageReader reader) {
        if (handOn || reader.isCaughtUp()) {
            release(false);
        } else {
            lock.unlock();
        }
    }

    /** Throws nothing: the caller has its message. */
    private void release(boolean fromHandler) {
        boolean wakeNext = handOn;
        try {
            if (wakeNext) {
                handOn = false;
                wakeNext = !waitQueue.isEmpty() && policy.rest() != null;
            }
        } catch (RuntimeException | Error e) {
            // The thread that is woken looks for itself, and its caller gets what the look throws.
            wakeNext = true;
        } finally {
            lock.unlockWithFence();
            wakeNext |= fromHandler && lock.takePassedOver();
            if (wakeNext) {
                wake();
            }
        }
    }

    private void taken() {
        received++;
        policy.taken();
    }

    /** {@return a reader with a message, with the lock held, or {@code null} without it} */
    private @Nullable MessageReader acquire(long timeoutNs) {
        if (!lock.tryLock()) {
            return acquireContended(timeoutNs);
        }
        MessageReader reader = null;
        try {
            throwIfClosed();
            reader = policy.next();
        } finally {
            if (reader == null) {
                lock.unlock();
            }
        }
        return reader != null || timeoutNs <= 0 ? reader : acquireSlow(timeoutNs);
    }

    private @Nullable MessageReader acquireContended(long timeoutNs) {
        if (lock.isHandling()) {
            throw new IllegalStateException(socket + ": a frame handler may not receive on the socket that called it");
        }
        if (timeoutNs > 0) {
            return acquireSlow(timeoutNs);
        }
        do {
            throwIfClosed();
            if (lock.tryLockShortly()) {
                return look(false);
            }
        } while (!lock.isHandlerRunning());
        return null;
    }

    private @Nullable MessageReader acquireSlow(long timeoutNs) {
        idleStrategy.begin();
        long start = idleStrategy.clock().nanoTime();
        long deadline = idleStrategy.clock().deadline(timeoutNs);
        EventLoop loop = loops.get();
        boolean streaming = received - receivedAtLastWait > STREAM_MESSAGES;
        receivedAtLastWait = received;
        if (loop == null || !leadership.isWorthIt()) {
            MessageReader reader = spin(streaming, start);
            if (reader != null) {
                return reader;
            }
        }
        Thread me = Thread.currentThread();
        boolean alone = loop != null && loop.enterWait();
        MessageReader reader = null;
        boolean woken = false;
        boolean added = false;
        try {
            waitQueue.add(me);
            added = true;
            while (true) {
                boolean looked = lock.lockOrBeWoken(idleStrategy.clock(), deadline);
                if (looked) {
                    reader = look(true);
                    if (reader != null) {
                        leadership.waitedSince(start);
                        return reader;
                    }
                    woken = false;
                }
                throwIfClosed();
                IdleStrategy.throwIfInterrupted(socket, "receive");
                if (waitEnds) {
                    waitEnds = false;
                    return null;
                }
                long remaining = idleStrategy.clock().remaining(deadline);
                if (remaining <= 0) {
                    return null;
                }
                if (waitQueue.isWaiting(me)
                        && (!looked || loop == null || !alone || !leadership.lead(loop, deadline))) {
                    idleStrategy.park(this, remaining);
                }
                woken |= waitQueue.renew(me);
            }
        } finally {
            woken |= added && !waitQueue.remove(me);
            if (loop != null) {
                loop.leaveWait();
            }
            if (reader != null) {
                handOn = woken;
            } else if (woken) {
                wake();
            }
        }
    }

    /** {@return a reader with a message, with the lock held, or {@code null} without it: it is time to sleep} */
    private @Nullable MessageReader spin(boolean streaming, long start) {
        boolean timed = !streaming && !idleStrategy.isBusySpin();
        int attempts = timed && !spinning.isWorthIt() ? 0 : idleStrategy.spins(streaming);
        long last = start;
        MessageReader reader = null;
        for (int i = 0; i < attempts && reader == null; i++) {
            IdleStrategy.pause(i, streaming);
            reader = lock.tryLock() ? look(false) : null;
            if (timed && i >= UNTIMED_SPINS && reader == null) {
                long now = idleStrategy.clock().nanoTime();
                spinning.looked(now - last);
                last = now;
                if (now - start >= Math.max(MIN_SPIN_NS, spinning.maxNs())) {
                    break;
                }
            }
        }
        if (timed && attempts > 0) {
            spinning.ended(reader != null, last - start);
        }
        return reader;
    }

    /** {@return a reader with a message, with the lock held as before, or {@code null} without it} */
    private @Nullable MessageReader look(boolean beforeSleep) {
        MessageReader reader = null;
        boolean looked = false;
        try {
            throwIfClosed();
            reader = beforeSleep ? policy.rest() : policy.next();
            looked = true;
            return reader;
        } finally {
            if (reader == null) {
                lock.unlock();
            }
            if (!looked) {
                // The failed look may have left a pipe in the round, and nothing would put that pipe in again.
                wake();
            }
        }
    }

    /** Lets a pipe take part. Any thread. */
    void attach(Pipe pipe) {
        pipe.incoming().consumer().signal(() -> onMessages(pipe));
        pipe.incoming().consumer().resume();
        onMessages(pipe);
    }

    private void onMessages(Pipe pipe) {
        policy.activate(pipe);
        wake();
    }

    /**
     * Ends the wait of a thread that waits to receive, or else the next such wait, as if its time was over. Any thread.
     */
    void endWait() {
        waitEnds = true;
        wake();
    }

    private void wake() {
        waitQueue.wakeOne();
        leadership.nudge();
    }

    /**
     * {@return whether a message can be received now; if not, a waiting receiver is woken, and so is a watcher of the
     * wait queue, when that may have changed. Does not wait for a handler}
     */
    boolean isReadable() {
        if (!lock.lockUnlessHandling()) {
            return false;
        }
        try {
            return !lock.isClosed() && policy.rest() != null;
        } catch (ZmqStateException outOfTurn) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs an action while no message is being taken, unless one is now.
     *
     * @return whether it was run
     */
    boolean whileIdle(Runnable action) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            action.run();
        } finally {
            lock.unlock();
        }
        return true;
    }

    /**
     * From now on nothing is received; a call that waits ends with an exception. Called once.
     *
     * @param action runs exactly once, when no message is being taken any more: on the calling thread, or, when a frame
     *         handler runs now, on the handler's thread when it returns or throws
     */
    void close(Runnable action) {
        lock.close(action);
        waitQueue.wakeAll();
        leadership.nudge();
        lock.runWhenQuiet();
    }

    /** As {@link ReceivePolicy#discardUnread}, unless a message is being taken now. */
    long discardUnread() {
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            return policy.discardUnread();
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether it was closed while a handler ran that has not returned} */
    boolean awaitsHandler() {
        return lock.awaitsHandler();
    }

    /** {@return whether the caller is a handler of ours} */
    boolean isHandling() {
        return lock.isHandling();
    }

    long received() {
        return received;
    }

    private void throwIfClosed() {
        if (lock.isClosed()) {
            throw new ZmqClosedException(socket + ": the socket is closed");
        }
    }
}
